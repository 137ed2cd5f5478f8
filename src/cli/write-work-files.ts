import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MistakeError, OperatingError, StalePlanError } from '../core/model/errors.ts';
import { parseInstancePath } from '../core/model/instance.ts';

export interface WorkFile {
  /** In the repository, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Permission bits of a new file; a file that is there keeps its own. */
  readonly mode?: number;
  /** What was read, undefined for nothing: a file that has moved since is not overwritten. Not given: whatever is there is replaced. */
  readonly known?: { readonly bytes: Uint8Array | undefined };
}

/** As `writeWorkFiles`, for files of which `before` is what was read. */
export function writeChangedFiles(
  repo: string,
  before: ReadonlyMap<string, Uint8Array>,
  files: ReadonlyMap<string, string | Uint8Array>,
): void {
  const changed = [...files].map(([path, content]) => ({
    path,
    content,
    known: { bytes: before.get(path) },
  }));
  writeWorkFiles(repo, changed);
}

/**
 * Puts files of a repository that lies in a folder in their place, all of them or, when one can't be written, none.
 * Links are never followed.
 */
export function writeWorkFiles(repo: string, files: readonly WorkFile[]): void {
  const staged: Staged[] = [];
  try {
    for (const file of files) staged.push(stage(repo, file));
    for (const { temporary, target } of staged) renameSync(temporary, target);
  } catch (error) {
    throw error instanceof OperatingError ? error : refusal(repo, error);
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

function stage(repo: string, { path, content, mode = 0o644, known }: WorkFile): Staged {
  const safe = parseInstancePath(path);
  if (safe === undefined) throw new Error(`a repository can't have the file ${JSON.stringify(path)}`);
  const folder = makeFolder(repo, dirname(safe));
  const target = join(repo, safe);
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) throw noFile(target);
  if (known !== undefined) assertUnmoved(target, there === undefined, known.bytes);
  const temporary = join(folder, `.homeamp-${process.pid}-${safe.slice(safe.lastIndexOf('/') + 1)}`);
  writeFileSync(temporary, content, { flag: 'wx', mode });
  if (there !== undefined) chmodSync(temporary, there.mode & 0o777);
  return { temporary, target };
}

function makeFolder(repo: string, below: string): string {
  let folder = repo;
  for (const segment of below.split('/')) {
    folder = join(folder, segment);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) mkdirSync(folder);
    else if (!stats.isDirectory()) {
      throw new MistakeError(`${folder} is no folder of its own`, 'Put a folder in its place, no link.');
    }
  }
  return folder;
}

function noFile(path: string): MistakeError {
  return new MistakeError(
    `${path} is a link or a folder, so nothing is written there`,
    'Put a file in its place.',
  );
}

function assertUnmoved(target: string, isMissing: boolean, before: Uint8Array | undefined): void {
  const isSame = isMissing
    ? before === undefined
    : before !== undefined && readFileSync(target).equals(before);
  if (!isSame) throw new StalePlanError(`${target} was changed meanwhile; nothing was written`, 'Try again.');
}

function refusal(repo: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  return new MistakeError(
    `a file in ${repo} can't be written (${String(error.code)})`,
    'Make the repository writable for this user, on a disk with room.',
  );
}
