import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export type BoundedText =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads a regular file of AMP's own, of at most that many bytes, following no link in its last name. */
export function readBoundedText(path: string, maxBytes: number): BoundedText {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return readOpened(fd, maxBytes);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return { kind: 'missing' };
    return refused(code === 'ELOOP' ? 'it is a symbolic link' : `it can't be read (${code})`);
  }
}

function readOpened(fd: number, maxBytes: number): BoundedText {
  const stats = fstatSync(fd);
  if (!stats.isFile()) return refused('it is not a file');
  if (stats.size > maxBytes) return refused(`it is larger than ${maxBytes / 1024 / 1024} MiB`);
  const bytes = Buffer.alloc(stats.size);
  return { kind: 'read', text: bytes.toString('utf8', 0, readSync(fd, bytes)) };
}

function refused(reason: string): BoundedText {
  return { kind: 'refused', reason };
}
