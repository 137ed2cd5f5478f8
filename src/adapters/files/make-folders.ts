import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
} from 'node:fs';
import type { RootPath } from '../../ports/live-files.ts';
import { type ConfinedFolder, splitPath, withConfinedFolder } from './confined-folder.ts';
import { systemCode } from './file-rules.ts';

const FOLDER_MODE = 0o755;

/** Makes the missing folders of a path one level at a time, each durable and owned as the one above. Never makes the root. */
export function ensureFolder(root: RootPath, folder: string): void {
  if (folder === '.' || exists(root, folder)) return;
  const { folder: parent, name } = splitPath(folder);
  ensureFolder(root, parent);
  withConfinedFolder(root, parent, (handle) => makeFolder(handle, name));
}

function exists(root: RootPath, folder: string): boolean {
  try {
    return withConfinedFolder(root, folder, () => true);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function makeFolder(parent: ConfinedFolder, name: string): void {
  const path = parent.entry(name);
  try {
    mkdirSync(path, FOLDER_MODE);
  } catch (error) {
    // The server may make its own folder at the same moment; the caller opens and checks it.
    if (systemCode(error) === 'EEXIST') return;
    throw error;
  }
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const owner = fstatSync(parent.fd);
    const own = fstatSync(fd);
    if (own.uid !== owner.uid || own.gid !== owner.gid) fchownSync(fd, owner.uid, owner.gid);
    fchmodSync(fd, FOLDER_MODE);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  fsyncSync(parent.fd);
}
