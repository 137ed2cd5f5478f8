import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TransientError } from '../../core/model/errors.ts';
import type { ObjectKey, ObjectStore } from '../../ports/object-store.ts';
import { assertObjectKey, folderOfPrefix, parseObjectKey } from './object-key.ts';
import { isAbsence, storeFailure } from './store-errors.ts';

/** Begins with a dot, which no key does. */
const PARTIAL = '.partial';
const MAX_OBJECT_BYTES = 256 * 1024 * 1024;
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Keeps each object as a file below `dir`, which is made (mode 0700) at the first write. */
export function createLocalObjectStore(dir: string): ObjectStore {
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeFailure(error, dir);
    }
  };
  const pathOf = (key: ObjectKey): string => {
    assertObjectKey(key);
    return join(dir, key);
  };
  return {
    put: (key, bytes) => failing(() => put(dir, pathOf(key), bytes)),
    get: (key) => failing(() => readObject(pathOf(key))),
    has: (key) => failing(() => isObject(pathOf(key))),
    list: (prefix) => failing(() => listKeys(dir, prefix)),
    delete: (key) => failing(() => deleteObject(pathOf(key))),
  };
}

async function put(dir: string, path: string, bytes: Uint8Array): Promise<void> {
  if (await holds(path, bytes)) return;
  const temporary = join(dir, PARTIAL, randomUUID());
  await makeFolder(dirname(temporary));
  try {
    await writeDurably(temporary, bytes);
    await makeFolder(dirname(path));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  if (await holds(path, bytes)) return;
  throw new TransientError(
    `An object in ${dir} reads back differently from what was written.`,
    'Check the disk, then try again.',
  );
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes each level durable, so that an object never lies in a folder that a crash forgets. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  const size = (await statOrUndefined(path))?.size;
  if (size !== bytes.length) return false;
  const stored = await readObject(path);
  return stored !== undefined && Buffer.compare(stored, bytes) === 0;
}

async function readObject(path: string): Promise<Uint8Array | undefined> {
  const file = await openOrUndefined(path);
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return undefined;
    if (stats.size > MAX_OBJECT_BYTES) {
      throw new TransientError(
        `An object of ${stats.size} bytes is larger than homeamp reads.`,
        'Look at who put it there.',
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function openOrUndefined(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, READ_FLAGS);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

async function statOrUndefined(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

async function isObject(path: string): Promise<boolean> {
  return (await statOrUndefined(path))?.isFile() ?? false;
}

async function deleteObject(path: string): Promise<void> {
  if (!(await isObject(path))) return;
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

async function listKeys(dir: string, prefix: ObjectKey): Promise<readonly ObjectKey[]> {
  const keys: ObjectKey[] = [];
  await collectKeys(dir, folderOfPrefix(prefix), prefix, keys);
  return keys.sort();
}

async function collectKeys(dir: string, folder: string, prefix: string, keys: ObjectKey[]): Promise<void> {
  for (const entry of await readFolder(join(dir, folder))) {
    const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (parseObjectKey(key) === undefined) continue;
    const matches = key.startsWith(prefix);
    if (entry.isFile() && matches) keys.push(key);
    if (entry.isDirectory() && (matches || prefix.startsWith(key))) await collectKeys(dir, key, prefix, keys);
  }
}

async function readFolder(path: string): ReturnType<typeof readEntries> {
  try {
    return await readEntries(path);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

function readEntries(path: string): Promise<import('node:fs').Dirent[]> {
  return readdir(path, { withFileTypes: true });
}
