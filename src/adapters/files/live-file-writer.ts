import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { ApplyFailedError } from '../../core/model/errors.ts';
import type { InstancePath } from '../../core/model/instance.ts';
import type { FileMeta, FolderOwned } from '../../core/model/live-file.ts';
import type { LiveFileWriter, RootPath, StagedFile } from '../../ports/live-files.ts';
import { type ConfinedFolder, splitPath, withConfinedFolder } from './confined-folder.ts';
import { MAX_FILE_BYTES, reasonToRefuse, systemCode } from './file-rules.ts';
import { ensureFolder } from './make-folders.ts';
import { refusal, writeFailure } from './write-errors.ts';

const CREATE_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_NOCTTY;
const SAFE_TEMPORARY_NAME = /^[A-Za-z0-9._-]{1,200}$/;

/** Writes the local disk. A size bound equal to the reader's keeps what it writes readable. */
export function createLiveFileWriter(): LiveFileWriter {
  return {
    stage: (root, path, bytes, meta, temporaryName) =>
      guarded('written', path, () => stage({ root, path, temporaryName }, bytes, meta)),
    commit: (staged) => guarded('replaced', staged.path, () => commit(staged)),
    discard: (staged) => guarded('cleaned up', staged.path, () => discard(staged)),
    remove: (root, path) => guarded('deleted', path, () => remove(root, path)),
  };
}

function guarded<T>(action: string, path: InstancePath, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw writeFailure(error, action, path);
  }
}

function stage(staged: StagedFile, bytes: Uint8Array, meta: FileMeta | FolderOwned | undefined): StagedFile {
  if (bytes.length > MAX_FILE_BYTES) {
    throw refusal(`${staged.path} can't be written: ${bytes.length} bytes are more than homeamp manages.`);
  }
  const target = placeOf(staged);
  ensureFolder(staged.root, target.folder);
  withConfinedFolder(staged.root, target.folder, (folder) => {
    assertReplaceable(folder, target.name, staged.path);
    writeTemporary(folder, staged, bytes, metaIn(folder, meta));
  });
  return staged;
}

function commit(staged: StagedFile): void {
  const target = placeOf(staged);
  withConfinedFolder(staged.root, target.folder, (folder) => {
    assertReplaceable(folder, target.name, staged.path);
    const temporary = lstatSync(folder.entry(staged.temporaryName), { bigint: true });
    const reason = reasonToRefuse(temporary);
    if (reason !== undefined) throw refusal(`The temporary file of ${staged.path} was swapped: ${reason}.`);
    renameSync(folder.entry(staged.temporaryName), folder.entry(target.name));
    fsyncSync(folder.fd);
  });
}

function discard(staged: StagedFile): void {
  ignoringAbsence(() => {
    withConfinedFolder(staged.root, placeOf(staged).folder, (folder) => {
      unlinkSync(folder.entry(staged.temporaryName));
      fsyncSync(folder.fd);
    });
  });
}

function remove(root: RootPath, path: InstancePath): void {
  const target = splitPath(path);
  ignoringAbsence(() => {
    withConfinedFolder(root, target.folder, (folder) => {
      assertReplaceable(folder, target.name, path);
      unlinkSync(folder.entry(target.name));
      fsyncSync(folder.fd);
    });
  });
}

function placeOf(staged: StagedFile): { readonly folder: string; readonly name: string } {
  const { temporaryName } = staged;
  if (!SAFE_TEMPORARY_NAME.test(temporaryName) || temporaryName === '.' || temporaryName === '..') {
    throw refusal(`The temporary file of ${staged.path} has a name that is not safe.`);
  }
  return splitPath(staged.path);
}

function assertReplaceable(folder: ConfinedFolder, name: string, path: InstancePath): void {
  const stats = lstatSync(folder.entry(name), { bigint: true, throwIfNoEntry: false });
  const reason = stats === undefined ? undefined : reasonToRefuse(stats);
  if (reason !== undefined) throw refusal(`${path} is not touched: ${reason}.`);
}

function metaIn(folder: ConfinedFolder, meta: FileMeta | FolderOwned | undefined): FileMeta {
  if (meta !== undefined && !('owner' in meta)) return meta;
  const { uid, gid } = fstatSync(folder.fd);
  return { mode: meta?.mode ?? 0o644, uid, gid };
}

function writeTemporary(folder: ConfinedFolder, staged: StagedFile, bytes: Uint8Array, meta: FileMeta): void {
  const path = folder.entry(staged.temporaryName);
  const fd = openSync(path, CREATE_FLAGS, 0o600);
  try {
    takeOwner(fd, meta, staged.path);
    // Running programs with a file's owner's rights is no business of a configuration file.
    fchmodSync(fd, meta.mode & 0o777);
    writeAll(fd, bytes);
    fsyncSync(fd);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

function takeOwner(fd: number, meta: FileMeta, path: InstancePath): void {
  const now = fstatSync(fd);
  if (now.uid === meta.uid && now.gid === meta.gid) return;
  try {
    fchownSync(fd, meta.uid, meta.gid);
  } catch (error) {
    throw new ApplyFailedError(
      `${path} can't keep its owner: user id ${now.uid} may not give files to ${meta.uid}:${meta.gid}.`,
      'Run homeamp as the user that owns the instance (often `amp`), or as root.',
      { cause: error },
    );
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written, bytes.length - written);
}

function ignoringAbsence(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
