import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A repository on this disk. */
export interface FoundRepository {
  /** The `.git` folder or file, or the bare repository itself. */
  readonly gitDir: string;
  /** The work tree's top; undefined for a bare repository. */
  readonly workTree: string | undefined;
  /** From the top to the folder that was asked for: empty, or with `/` at the end. */
  readonly prefix: string;
}

/** True for a folder that is there. */
export function isFolder(location: string): boolean {
  try {
    return statSync(location).isDirectory();
  } catch {
    return false;
  }
}

/** Looks upwards as git does. Undefined when no repository holds the folder. */
export function findRepository(dir: string): FoundRepository | undefined {
  const start = realpathSync(dir);
  if (isBare(start)) return { gitDir: start, workTree: undefined, prefix: '' };
  for (let top = start; ; top = dirname(top)) {
    const gitDir = join(top, '.git');
    if (isGitEntry(gitDir)) return { gitDir, workTree: top, prefix: prefixOf(top, start) };
    if (top === dirname(top)) return undefined;
  }
}

function prefixOf(top: string, start: string): string {
  const path = relative(top, start).split(sep).join('/');
  return path === '' ? '' : `${path}/`;
}

function isBare(dir: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(dir, name)));
}

/** A file names the folder of a linked work tree or submodule. */
function isGitEntry(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true || (stats?.isDirectory() === true && existsSync(join(path, 'HEAD')));
}
