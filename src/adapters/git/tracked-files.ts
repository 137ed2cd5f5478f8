import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import type { TrackedFiles } from '../../ports/tracked-files.ts';
import { findRepository, isFolder } from './find-repository.ts';
import { localEnvironment } from './git-environment.ts';
import { runGit } from './run-git.ts';

const TIMEOUT_MILLIS = 60_000;
const MAX_LIST_BYTES = 64 * 1024 * 1024;
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Files that are neither committed nor ignored count as well: that is where a secret begins. */
export function createTrackedFiles(dir: string): TrackedFiles {
  const repository = isFolder(dir) ? findRepository(dir) : undefined;
  const top = repository?.workTree;
  if (top === undefined) {
    throw new MistakeError(
      `${dir} is in no work tree of Git`,
      'Name a folder of a Git repository, or make one with `git init`.',
    );
  }
  return {
    top,
    async list(which) {
      const args = which === 'all' ? LIST_ALL : LIST_STAGED;
      const listed = await git(top, args, MAX_LIST_BYTES);
      if (listed === undefined) throw refused(top);
      return [...new Set(listed.toString('utf8').split('\0'))].filter((path) => path !== '').sort();
    },
    async read(path, which, largest) {
      if (which === 'all') return readFile(top, path, largest);
      return git(top, ['cat-file', 'blob', `:${path}`], largest).catch(undefinedWhereTooLarge);
    },
  };
}

const LIST_ALL = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
const LIST_STAGED = [
  'diff',
  '--cached',
  '--name-only',
  '-z',
  '--diff-filter=ACMRT',
  '--no-renames',
  '--no-ext-diff',
  '--ignore-submodules',
];

/** Undefined where git says no. A hook of git's own names the index of a commit that is under way. */
async function git(
  top: string,
  args: readonly string[],
  maxOutputBytes: number,
): Promise<Buffer | undefined> {
  const index = process.env['GIT_INDEX_FILE'];
  const result = await runGit({
    args: ['-C', top, ...args],
    env: { ...localEnvironment(), ...(index === undefined ? {} : { GIT_INDEX_FILE: resolve(top, index) }) },
    timeoutMillis: TIMEOUT_MILLIS,
    maxOutputBytes,
  });
  return result.exitCode === 0 ? result.stdout : undefined;
}

/** Git says more than is taken; that it is there was seen when it listed the files. */
function undefinedWhereTooLarge(failure: unknown): undefined {
  if (!(failure instanceof MistakeError)) throw failure;
}

/** Undefined for a link, also in the path to it. */
function readFile(top: string, path: string, largest: number): Uint8Array | undefined {
  const full = join(top, path);
  try {
    if (realpathSync(dirname(full)) !== dirname(full)) return undefined;
    const fd = openSync(full, READ_FLAGS);
    try {
      const stats = fstatSync(fd);
      return stats.isFile() && stats.size <= largest ? readFileSync(fd) : undefined;
    } finally {
      closeSync(fd);
    }
  } catch {
    // Deleted, or not to be read by this user: it is told among those that were skipped.
    return undefined;
  }
}

function refused(top: string): MistakeError {
  return new MistakeError(
    `git does not list the files of ${top}`,
    'Run `git status` there and mend what it says; the folder may belong to another user.',
  );
}
