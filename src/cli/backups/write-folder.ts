import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import type { InstancePath } from '../../core/model/instance.ts';

/** Makes sure that there is an empty folder, which nobody else may look into when it is new. */
export function prepareFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (readdirSync(dir).length === 0) return;
  } catch (error) {
    throw refusal(`${dir} can't be used as a folder (${codeOf(error)})`);
  }
  throw refusal(`the folder ${dir} is not empty`);
}

export interface FolderFile {
  /** A safe name of its own. */
  readonly instance: string;
  readonly path: InstancePath;
  readonly bytes: Uint8Array;
  /** Permission bits. The owner is whoever runs this. */
  readonly mode: number;
}

/** Writes one file below a folder that `prepareFolder` found empty; nothing that is there is replaced. */
export function writeIntoFolder(dir: string, { instance, path, bytes, mode }: FolderFile): void {
  const target = join(dir, instance, path);
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    writeFileSync(target, bytes, { flag: 'wx', mode: 0o600 });
    chmodSync(target, mode);
  } catch (error) {
    throw refusal(`${target} can't be written (${codeOf(error)})`);
  }
}

function refusal(message: string): MistakeError {
  return new MistakeError(message, 'Name a new or empty folder with --to, on a disk with room.');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
