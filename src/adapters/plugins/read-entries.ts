import type { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { WindowReader } from './window-reader.ts';

/** Far more than the fullest plugins have. */
const MAX_ENTRIES = 100_000;
const MAX_READ_BYTES = 64 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** Why a jar is not taken; the message is for people. */
class RefusedJarError extends Error {}

/** Which entries of a jar are wanted, and how large each may be. */
export interface WantedEntries<Name extends string> {
  readonly names: readonly Name[];
  readonly maxMebibytes: number;
}

export type EntriesReading<Name extends string> =
  | { readonly kind: 'read'; readonly entries: ReadonlyMap<Name, Uint8Array> }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Finds entries by the directory of the zip and inflates those alone, with their sizes checked before and while. Other
 * entries are not looked at: their names, sizes and contents can do no harm.
 */
export async function readEntries<Name extends string>(
  fd: number,
  size: number,
  wanted: WantedEntries<Name>,
): Promise<EntriesReading<Name>> {
  try {
    const zip = await fromRandomAccessReaderPromise(new WindowReader(fd, MAX_READ_BYTES), size, {
      autoClose: false,
      // Names are compared as bytes; one that is no path would make the library refuse the whole jar.
      decodeStrings: false,
      validateEntrySizes: true,
    });
    if (zip.entryCount > MAX_ENTRIES)
      throw new RefusedJarError(`it says that it has ${zip.entryCount} entries`);
    const entries = new Map<Name, Uint8Array>();
    for (const [name, entry] of await findEntries(zip, wanted.names)) {
      entries.set(name, await inflate(zip, { name, entry, maxMebibytes: wanted.maxMebibytes }));
    }
    return { kind: 'read', entries };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = error instanceof RefusedJarError ? message : `it is no sound zip file: ${message}`;
    return { kind: 'unreadable', reason };
  }
}

async function findEntries<Name extends string>(
  zip: ZipFile,
  names: readonly Name[],
): Promise<ReadonlyMap<Name, Entry>> {
  const wanted = names.map((name) => [name, Buffer.from(name)] as const);
  const found = new Map<Name, Entry>();
  for await (const entry of zip.eachEntry()) {
    const [name] = wanted.find(([, bytes]) => entry.fileNameRaw.equals(bytes)) ?? [];
    if (name === undefined) continue;
    // Readers differ in which of them they take, so the jar can't be known by either.
    if (found.has(name)) throw new RefusedJarError(`it holds ${name} twice`);
    found.set(name, entry);
  }
  return found;
}

interface FoundEntry {
  readonly name: string;
  readonly entry: Entry;
  readonly maxMebibytes: number;
}

async function inflate(zip: ZipFile, { name, entry, maxMebibytes }: FoundEntry): Promise<Uint8Array> {
  const maxBytes = maxMebibytes * MEBIBYTE;
  if (entry.isEncrypted()) throw new RefusedJarError(`its ${name} is encrypted`);
  if (!entry.canDecodeFileData()) throw new RefusedJarError(`its ${name} is packed in an unknown way`);
  if (entry.uncompressedSize > maxBytes || entry.compressedSize > maxBytes)
    throw new RefusedJarError(`its ${name} is larger than ${maxMebibytes} MiB`);
  return readAll(await zip.openReadStreamPromise(entry), maxBytes);
}

async function readAll(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new RefusedJarError('what it unpacks to does not end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
