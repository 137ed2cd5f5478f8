import { closeSync, writeSync } from 'node:fs';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { BadArchiveError } from './bad-archive.ts';
import type { EntryTarget } from './entry-target.ts';

const HIGHEST_RATIO = 300;
const RATIO_COUNTS_FROM_BYTES = 1024 ** 2;
const UNIX = 3;
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;

/** Reads a zip by its directory; sizes are checked before an entry is inflated, and again by the library meanwhile. */
export async function readZip(archive: string, target: EntryTarget): Promise<void> {
  // Names are decoded here, since one that is no path would make the library refuse the whole archive.
  const zip = await openPromise(archive, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: true,
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8');
      if (!name.endsWith('/')) await take(zip, { entry, name }, target);
    }
  } finally {
    zip.close();
  }
}

async function take(
  zip: ZipFile,
  { entry, name }: { readonly entry: Entry; readonly name: string },
  target: EntryTarget,
): Promise<void> {
  const reason = reasonToRefuse(entry);
  if (reason !== undefined) {
    target.refuse(name, reason);
    return;
  }
  const fd = target.openFile(name, entry.uncompressedSize);
  if (fd === undefined) return;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) writeSync(fd, chunk as Buffer);
  } finally {
    closeSync(fd);
  }
}

function reasonToRefuse(entry: Entry): string | undefined {
  const mode = entry.externalFileAttributes >>> 16;
  const isSpecial = entry.versionMadeBy >>> 8 === UNIX && ![0, REGULAR].includes(mode & TYPE_MASK);
  if (isSpecial) return 'it is a link or another special file';
  if (entry.isEncrypted()) return 'it is encrypted';
  if (!entry.canDecodeFileData()) return 'it is packed in an unknown way';
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > RATIO_COUNTS_FROM_BYTES && uncompressedSize > HIGHEST_RATIO * compressedSize) {
    throw new BadArchiveError(`an entry of it is more than ${HIGHEST_RATIO} times as large unpacked`);
  }
  return undefined;
}
