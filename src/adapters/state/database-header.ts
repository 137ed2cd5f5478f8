import { closeSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xbeef_c0de;
const MAGIC_OFFSET = 24;
const PAGE_SIZE_OFFSET = 48;
const PAGE_SIZES = new Set([4096, 8192, 16_384, 32_768, 65_536]);

/**
 * True when a file begins as LMDB's do: two pages with its mark. True as well for no file and an empty one, which LMDB
 * fills. Asked first because the native library ends the whole process over a file that is none of its own.
 */
export function looksLikeDatabase(path: string): boolean {
  const first = readAt(path, 0);
  if (first === undefined || first.length === 0) return true;
  if (!hasMark(first)) return false;
  const pageSize = first.readUInt32LE(PAGE_SIZE_OFFSET);
  const second = PAGE_SIZES.has(pageSize) ? readAt(path, pageSize) : undefined;
  return second !== undefined && hasMark(second);
}

function hasMark(page: Buffer): boolean {
  return page.length >= PAGE_SIZE_OFFSET + 4 && page.readUInt32LE(MAGIC_OFFSET) === MAGIC;
}

/** Undefined when there is no file; Node's error when it may not be read. */
function readAt(path: string, position: number): Buffer | undefined {
  try {
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(64);
      return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, position));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
