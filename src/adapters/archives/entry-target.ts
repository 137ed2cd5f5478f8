import { constants, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseInstancePath } from '../../core/model/instance.ts';
import type { RefusedEntry, UnpackRequest } from '../../ports/archive-unpacker.ts';
import { BadArchiveError } from './bad-archive.ts';

// A server with its worlds has some hundred thousand files, of which an import wants some hundred.
const MOST_ENTRIES = 2_000_000;
const MOST_FILES = 100_000;
const MOST_BYTES = 8 * 1024 ** 3;
const LARGEST_FILE_BYTES = 256 * 1024 ** 2;
const MOST_SEGMENTS = 24;
const MOST_TOLD = 200;

/** Where an archive's entries go, with the bounds that hold for all of them together. */
export interface EntryTarget {
  /** Where to write a regular file of that size; undefined when it is passed over or refused. Throws past the bounds. */
  readonly openFile: (name: string, size: number) => number | undefined;
  /** For what is no regular file. */
  readonly refuse: (name: string, reason: string) => void;
  readonly refused: () => readonly RefusedEntry[];
}

/** Counts entries and bytes, and opens files that are new, below the folder, and named without tricks. */
export function openTarget({ into, isWanted }: Pick<UnpackRequest, 'into' | 'isWanted'>): EntryTarget {
  const refused: RefusedEntry[] = [];
  const counts = { entries: 0, files: 0, bytes: 0 };
  const refuse = (name: string, reason: string) => {
    countEntry(counts);
    if (refused.length < MOST_TOLD) refused.push({ name: name.slice(0, 500), reason });
  };
  return {
    refuse,
    refused: () => refused,
    openFile(name, size) {
      const path = safePath(name);
      if (path === undefined) {
        refuse(name, 'its name could leave the folder');
        return undefined;
      }
      if (!isWanted(path)) {
        countEntry(counts);
        return undefined;
      }
      if (size > LARGEST_FILE_BYTES) {
        refuse(name, 'it is larger than 256 MiB');
        return undefined;
      }
      countEntry(counts);
      countFile(counts, size);
      const fd = openNew(join(into, path));
      if (typeof fd === 'string') refuse(name, fd);
      return typeof fd === 'number' ? fd : undefined;
    },
  };
}

interface Counts {
  entries: number;
  files: number;
  bytes: number;
}

function countEntry(counts: Counts): void {
  counts.entries += 1;
  if (counts.entries > MOST_ENTRIES) throw new BadArchiveError(`it has more than ${MOST_ENTRIES} entries`);
}

function countFile(counts: Counts, size: number): void {
  counts.files += 1;
  counts.bytes += size;
  if (counts.files > MOST_FILES) throw new BadArchiveError(`more than ${MOST_FILES} files of it are wanted`);
  if (counts.bytes > MOST_BYTES) throw new BadArchiveError('its wanted files are larger than 8 GiB together');
}

/** `./a/b` is `a/b`, as tar writes it; absolute names, `..`, backslashes and control characters are none. */
function safePath(name: string): string | undefined {
  const path = parseInstancePath(name.replace(/^(?:\.\/)+/, ''));
  return path !== undefined && path.split('/').length <= MOST_SEGMENTS ? path : undefined;
}

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** No link is ever made, so no folder of the target can lead elsewhere. Text = why there is no such file. */
function openNew(file: string): number | string {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return openSync(file, NEW_FILE, 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return 'the archive has something of this name already';
    if (code === 'ENOTDIR') return 'the archive has a file where it wants a folder';
    if (code === 'ENAMETOOLONG') return 'its name is too long';
    throw error;
  }
}
