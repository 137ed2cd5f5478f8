import { closeSync, openSync, readSync } from 'node:fs';
import { MistakeError } from '../../core/model/errors.ts';
import type { RefusedEntry, UnpackRequest } from '../../ports/archive-unpacker.ts';
import { BadArchiveError } from './bad-archive.ts';
import { type EntryTarget, openTarget } from './entry-target.ts';

type Kind = 'zip' | 'tar' | 'tar-gz';

/**
 * Unpacks the wanted regular files of a tar, a gzipped tar or a zip. Links, devices, names that leave the folder, files that
 * are too large and doublets are refused one by one and told; an archive that is damaged, has too much in it or grows beyond
 * reason throws `MistakeError`, and what was unpacked until then is for the caller to remove.
 */
export async function unpackArchive(request: UnpackRequest): Promise<readonly RefusedEntry[]> {
  const target = openTarget(request);
  try {
    await readEntries(kindOf(request.archive), request.archive, target);
  } catch (error) {
    throw refusal(error);
  }
  return target.refused();
}

async function readEntries(kind: Kind | undefined, archive: string, target: EntryTarget): Promise<void> {
  switch (kind) {
    case 'zip':
      return (await import('./read-zip.ts')).readZip(archive, target);
    case 'tar':
    case 'tar-gz':
      return (await import('./read-tar.ts')).readTar(archive, { isPacked: kind === 'tar-gz', target });
    case undefined:
      throw new BadArchiveError('it is neither a folder nor a tar, tar.gz or zip archive');
  }
}

const TAR_MAGIC_OFFSET = 257;
const HEAD_BYTES = 512;

/** By what the file begins with, since names lie. */
function kindOf(archive: string): Kind | undefined {
  const head = readHead(archive);
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) return 'zip';
  if (head.length >= 2 && head.readUInt16BE(0) === 0x1f8b) return 'tar-gz';
  return head.subarray(TAR_MAGIC_OFFSET, TAR_MAGIC_OFFSET + 5).toString('latin1') === 'ustar'
    ? 'tar'
    : undefined;
}

function readHead(archive: string): Buffer {
  const fd = openSync(archive, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}

/** Whatever a library says of a damaged archive is a person's mistake; a full disk and the like are not. */
function refusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isSystem = 'syscall' in error && 'code' in error;
  const reason = isSystem ? `the system says ${String(error.code)}` : error.message;
  const what = error instanceof BadArchiveError || isSystem ? reason : `it is damaged: ${reason}`;
  return new MistakeError(
    `The archive can't be read: ${what}.`,
    'Unpack it by hand into a folder of its own, look at what is in it, and name the folder.',
  );
}
