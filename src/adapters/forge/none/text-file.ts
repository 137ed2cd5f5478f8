import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { MistakeError, TransientError } from '../../../core/model/errors.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** One small file that other programs read while we write it: they see the old text or the new one. */
export interface TextFile {
  /** Undefined when there is none, or nothing that we would have written. */
  read(): string | undefined;
  /** Durable when it returns; undefined deletes the file. Throws `TransientError` for a full disk. */
  write(text: string | undefined): void;
}

export function textFile(folder: string, name: string): TextFile {
  const path = join(folder, name);
  const failing = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw failure(folder, codeOf(error));
    }
  };
  return {
    read: () => failing(() => readText(path)),
    write: (text) =>
      failing(() => (text === undefined ? rmSync(path, { force: true }) : replaceText(path, text))),
  };
}

function readText(path: string): string | undefined {
  const fd = openExisting(path);
  if (fd === undefined) return undefined;
  try {
    const stats = fstatSync(fd);
    return stats.isFile() && stats.size <= MAX_BYTES ? readFileSync(fd, 'utf8') : undefined;
  } finally {
    closeSync(fd);
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function replaceText(path: string, text: string): void {
  const temporary = `${path}.partial`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(temporary, { force: true });
  const fd = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function failure(folder: string, code: string): MistakeError | TransientError {
  if (FULL.includes(code)) {
    return new TransientError(`The disk with ${folder} is full.`, 'Free some room.');
  }
  return new MistakeError(
    `What is published to ${folder} can't be kept there (${code}).`,
    'Let the user of homeamp own and write that folder.',
  );
}
