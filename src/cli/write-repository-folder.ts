import { lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MistakeError, OperatingError } from '../core/model/errors.ts';
import { parseInstancePath } from '../core/model/instance.ts';

const OWNED = 'desired-state';

export interface FolderOptions {
  /** Replaces a `desired-state/` that is there, as a whole. */
  readonly force: boolean;
}

/**
 * Puts a new repository into a folder; files outside of `desired-state/` that are there already are kept as they are.
 * All is written to a hidden folder in it first and then moved. Gives the paths of those that were kept. Throws
 * `MistakeError`, with nothing half-written, where `desired-state/` is there and may not be replaced, or where the disk
 * refuses.
 */
export function writeRepositoryFolder(
  dir: string,
  files: ReadonlyMap<string, string>,
  options: FolderOptions,
): readonly string[] {
  assertMayWrite(dir, options);
  try {
    mkdirSync(dir, { recursive: true });
    const made = mkdtempSync(join(dir, '.homeamp-new-'));
    try {
      for (const [path, text] of files) writeNew(made, path, text);
      replaceOwned(dir, made);
      return moveMissing(dir, made, '');
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  } catch (error) {
    throw refusal(dir, error);
  }
}

/** Throws `MistakeError` where the folder holds what may not be replaced; to be asked before long work. */
export function assertMayWrite(dir: string, { force }: FolderOptions): void {
  if (force || !holdsOwned(dir)) return;
  throw new MistakeError(
    `${dir} holds a desired-state/ already`,
    'Name another folder, or say --force to replace its desired-state/; what else lies there is kept.',
  );
}

function holdsOwned(dir: string): boolean {
  try {
    return kindOf(join(dir, OWNED)) !== 'nothing';
  } catch (error) {
    throw refusal(dir, error);
  }
}

function kindOf(path: string): 'nothing' | 'folder' | 'other' {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  return stats.isDirectory() ? 'folder' : 'other';
}

function writeNew(folder: string, path: string, text: string): void {
  const safe = parseInstancePath(path);
  if (safe === undefined) throw new Error(`a repository can't have the file ${JSON.stringify(path)}`);
  const target = join(folder, safe);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text, { flag: 'wx' });
}

function replaceOwned(dir: string, made: string): void {
  const target = join(dir, OWNED);
  const old = join(made, '.replaced');
  const replaces = kindOf(target) !== 'nothing';
  if (replaces) renameSync(target, old);
  try {
    renameSync(join(made, OWNED), target);
  } catch (error) {
    if (replaces) renameSync(old, target);
    throw error;
  }
}

/** Moves what is not there yet, folder by folder, and gives the paths of what was there. */
function moveMissing(dir: string, made: string, below: string): readonly string[] {
  return readdirSync(made).flatMap((name) => {
    const [from, to, path] = [join(made, name), join(dir, name), `${below}${name}`];
    if (path === '.replaced') return [];
    if (kindOf(from) === 'folder' && kindOf(to) === 'folder') return moveMissing(to, from, `${path}/`);
    if (kindOf(to) !== 'nothing') return [path];
    renameSync(from, to);
    return [];
  });
}

function refusal(dir: string, error: unknown): unknown {
  if (error instanceof OperatingError || !(error instanceof Error && 'code' in error)) return error;
  return new MistakeError(
    `${dir} can't be written (${String(error.code)})`,
    'Name a folder that this user may write, on a disk with room.',
  );
}
