import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import type { RootPath } from '../../ports/live-files.ts';

const DESCRIPTORS = '/proc/self/fd';
const HAS_DESCRIPTOR_PATHS = existsSync(DESCRIPTORS);

/** A way to the file that left the instance: a folder on it is a symbolic link, or was swapped while it was opened. */
export class OutsideRootError extends Error {}

/** An open folder of an instance, proven to be the one that its path names without following any link. */
export interface ConfinedFolder {
  readonly fd: number;
  /** A path to an entry which keeps meaning this very folder, even when a name above it is swapped. */
  entry(name: string): string;
}

/** `plugins/CMI/config.yml` → `plugins/CMI` and `config.yml`; a file in the root itself has the folder `.`. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return slash < 0
    ? { folder: '.', name: path }
    : { folder: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** The root itself for `.`, else the path below it. */
export function pathBelow(root: RootPath, path: string): string {
  return path === '.' ? root : `${root}/${path}`;
}

/** True when an open descriptor is what `path` names, with no link on the way. Without /proc this is a second look. */
export function isOpenedAt(fd: number, path: string): boolean {
  if (HAS_DESCRIPTOR_PATHS) return readlinkSync(`${DESCRIPTORS}/${fd}`) === path;
  if (realpathSync(path) !== path) return false;
  const opened = fstatSync(fd);
  const named = lstatSync(path);
  return opened.dev === named.dev && opened.ino === named.ino;
}

/** Runs `action` on an open folder and closes it. Throws `OutsideRootError`, or Node's error when it can't be opened. */
export function withConfinedFolder<T>(
  root: RootPath,
  folder: string,
  action: (folder: ConfinedFolder) => T,
): T {
  const path = pathBelow(root, folder);
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    if (!isOpenedAt(fd, path)) throw new OutsideRootError(`${folder} is reached through a symbolic link`);
    const base = HAS_DESCRIPTOR_PATHS ? `${DESCRIPTORS}/${fd}` : path;
    return action({ fd, entry: (name) => `${base}/${name}` });
  } finally {
    closeSync(fd);
  }
}
