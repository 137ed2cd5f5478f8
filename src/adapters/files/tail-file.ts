import { closeSync, readSync } from 'node:fs';
import type { LiveFileReader } from '../../ports/live-files.ts';
import { openLiveFile } from './open-live-file.ts';

/** Only the end is read, so that the size of the file does not matter. */
const ANY_SIZE = Number.MAX_SAFE_INTEGER;

/** The end of a file under the reader's rules for links, devices and hard links. */
export const tail: LiveFileReader['tail'] = (root, path, maxBytes) => {
  const opened = openLiveFile(root, path, ANY_SIZE);
  if (opened.kind === 'refused') return undefined;
  try {
    return readEnd(opened, maxBytes).toString('utf8');
  } finally {
    closeSync(opened.fd);
  }
};

/** Shorter than asked for where the file was emptied meanwhile. */
function readEnd({ fd, size }: { readonly fd: number; readonly size: number }, maxBytes: number): Buffer {
  const start = Math.max(0, size - maxBytes);
  const bytes = Buffer.alloc(size - start);
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, start + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
