import { closeSync, createReadStream, writeSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream, ReadableWritablePair } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { BadArchiveError } from './bad-archive.ts';
import type { EntryTarget } from './entry-target.ts';

// Text packs to a tenth, and worlds hardly at all; only made-up archives grow a thousandfold over such a stretch.
const HIGHEST_RATIO = 300;
const RATIO_COUNTS_FROM_BYTES = 32 * 1024 ** 2;

/** Reads a tar as a stream, so that its size on disk does not matter. */
export async function readTar(
  archive: string,
  { isPacked, target }: { readonly isPacked: boolean; readonly target: EntryTarget },
): Promise<void> {
  const bytes = isPacked ? unpacked(archive) : createReadStream(archive);
  // The library's types are the browser's, which are Node's own by another name.
  const decoder = createTarDecoder({ strict: true }) as unknown as ReadableWritablePair<
    ParsedTarEntry,
    Uint8Array
  >;
  const entries: ReadableStream<ParsedTarEntry> = Readable.toWeb(Readable.from(bytes)).pipeThrough(decoder);
  for await (const entry of entries) await take(entry, target);
}

async function* unpacked(archive: string): AsyncGenerator<Buffer> {
  const file = createReadStream(archive);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  let size = 0;
  for await (const chunk of file.pipe(gunzip) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > RATIO_COUNTS_FROM_BYTES && size > HIGHEST_RATIO * Math.max(1, file.bytesRead)) {
      file.destroy();
      throw new BadArchiveError(`unpacked it is more than ${HIGHEST_RATIO} times as large`);
    }
    yield chunk;
  }
}

async function take({ header, body }: ParsedTarEntry, target: EntryTarget): Promise<void> {
  const fd = header.type === 'file' ? target.openFile(header.name, header.size) : undefined;
  if (header.type !== 'file' && header.type !== 'directory') {
    target.refuse(header.name, `it is a ${(header.type ?? 'unknown entry').replace(/-/g, ' ')}, not a file`);
  }
  if (fd === undefined) {
    await body.cancel();
    return;
  }
  try {
    for await (const chunk of body as unknown as ReadableStream<Uint8Array>) writeSync(fd, chunk);
  } finally {
    closeSync(fd);
  }
}
