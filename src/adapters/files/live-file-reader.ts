import { closeSync, fstatSync, lstatSync, opendirSync, readSync } from 'node:fs';
import { MistakeError } from '../../core/model/errors.ts';
import type { InstancePath } from '../../core/model/instance.ts';
import type { LiveFile, StatIdentity } from '../../core/model/live-file.ts';
import type { LiveFileReader, RootPath } from '../../ports/live-files.ts';
import { isOpenedAt, OutsideRootError, pathBelow, withConfinedFolder } from './confined-folder.ts';
import { explainCode, identityOf, reasonToRefuse, systemCode } from './file-rules.ts';
import { openWithoutLinks } from './open-live-file.ts';
import { tail } from './tail-file.ts';

const STAT_OPTIONS = { bigint: true, throwIfNoEntry: false } as const;
const MAX_NAMES = 20_000;

/**
 * Reads the local disk. `identify` trusts the names above a file, so its answer is only good for comparing with an
 * identity that `read` gave: another file reached through a swapped folder has another inode.
 */
export function createLiveFileReader(): LiveFileReader {
  return { identify, read, list, tail };
}

function identify(root: RootPath, path: InstancePath): StatIdentity | undefined {
  try {
    const stats = lstatSync(`${root}/${path}`, STAT_OPTIONS);
    return stats?.isFile() && stats.nlink === 1n ? identityOf(stats) : undefined;
  } catch {
    return undefined;
  }
}

function read(root: RootPath, path: InstancePath): LiveFile {
  try {
    return readOnce(root, path) ?? readOnce(root, path) ?? unreadable('it changed while it was read, twice');
  } catch (error) {
    if (error instanceof OutsideRootError) return unreadable(error.message);
    const code = systemCode(error);
    if (code === undefined) throw error;
    return unreadable(explainCode(code));
  }
}

/** Undefined when the file changed between the first and the last look. */
function readOnce(root: RootPath, path: InstancePath): LiveFile | undefined {
  const fullPath = `${root}/${path}`;
  const fd = openWithoutLinks(fullPath);
  if (typeof fd !== 'number')
    return fd.refusal === undefined ? explainAbsence(root, path) : unreadable(fd.refusal);
  try {
    const stats = fstatSync(fd, { bigint: true });
    const refusal = reasonToRefuse(stats);
    if (refusal !== undefined) return unreadable(refusal);
    if (!isOpenedAt(fd, fullPath)) throw new OutsideRootError('a folder above it is a symbolic link');
    const identity = identityOf(stats);
    const bytes = readBytes(fd, Number(stats.size));
    const after = fstatSync(fd, { bigint: true });
    if (bytes === undefined || after.nlink !== 1n || identityOf(after) !== identity) return undefined;
    const meta = { mode: Number(stats.mode & 0o7777n), uid: Number(stats.uid), gid: Number(stats.gid) };
    return { kind: 'present', bytes, meta, identity };
  } finally {
    closeSync(fd);
  }
}

function readBytes(fd: number, size: number): Uint8Array | undefined {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(fd, bytes, filled, size - filled, filled);
    if (count === 0) return undefined;
    filled += count;
  }
  return bytes;
}

/** Nothing is there only when every folder above is a real one, or is missing below a real one. */
function explainAbsence(root: RootPath, path: InstancePath): LiveFile {
  const rootStats = lstatSync(root, STAT_OPTIONS);
  if (!rootStats?.isDirectory()) return unreadable('the folder of the instance is not there');
  const segments = path.split('/').slice(0, -1);
  let folder = '';
  for (const segment of segments) {
    folder = folder === '' ? segment : `${folder}/${segment}`;
    const stats = lstatSync(`${root}/${folder}`, STAT_OPTIONS);
    if (stats === undefined) return { kind: 'absent' };
    if (stats.isSymbolicLink()) return unreadable(`${folder} is a symbolic link`);
    if (!stats.isDirectory()) return unreadable(`${folder} is not a folder`);
  }
  return { kind: 'absent' };
}

function unreadable(reason: string): LiveFile {
  return { kind: 'unreadable', reason };
}

function list(root: RootPath, folder: InstancePath | '.'): readonly string[] {
  try {
    if (lstatSync(pathBelow(root, folder), STAT_OPTIONS) === undefined) {
      const absence = explainAbsence(root, folder as InstancePath);
      if (absence.kind === 'absent') return [];
      throw new OutsideRootError(absence.kind === 'unreadable' ? absence.reason : 'it can not be read');
    }
    return withConfinedFolder(root, folder, (handle) => readNames(handle.entry('.')));
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined && !(error instanceof OutsideRootError)) throw error;
    const reason = error instanceof OutsideRootError ? error.message : explainCode(code ?? '');
    throw new MistakeError(
      `The folder ${folder} of the instance can't be listed: ${reason}.`,
      'Make it a real folder that the user of homeamp may read.',
    );
  }
}

function readNames(path: string): readonly string[] {
  const names: string[] = [];
  const directory = opendirSync(path, { bufferSize: 512 });
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      if (names.length === MAX_NAMES) throw new OutsideRootError(`it holds more than ${MAX_NAMES} names`);
      names.push(entry.name);
    }
  } finally {
    directory.closeSync();
  }
  return names.sort();
}
