import type { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { DESCRIPTOR_NAMES, type DescriptorName } from '../../core/model/installed-plugin.ts';
import type { JarReading } from '../../ports/plugin-inventory.ts';
import { WindowReader } from './window-reader.ts';

/** Far more than the fullest plugins have. */
const MAX_ENTRIES = 100_000;
const MAX_DESCRIPTOR_BYTES = 1024 * 1024;
const MAX_READ_BYTES = 64 * 1024 * 1024;

/** Why a jar is not taken; the message is for people. */
class RefusedJarError extends Error {}

/**
 * Finds the describing files by the directory of the zip and inflates those alone, with their sizes checked before and
 * while. Other entries are not looked at: their names, sizes and contents can do no harm.
 */
export async function readDescriptors(fd: number, size: number): Promise<JarReading> {
  try {
    const zip = await fromRandomAccessReaderPromise(new WindowReader(fd, MAX_READ_BYTES), size, {
      autoClose: false,
      // Names are compared as bytes; one that is no path would make the library refuse the whole jar.
      decodeStrings: false,
      validateEntrySizes: true,
    });
    if (zip.entryCount > MAX_ENTRIES)
      throw new RefusedJarError(`it says that it has ${zip.entryCount} entries`);
    const descriptors = new Map<DescriptorName, Uint8Array>();
    for (const [name, entry] of await findDescriptors(zip)) {
      descriptors.set(name, await inflate(zip, name, entry));
    }
    return { kind: 'read', descriptors };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = error instanceof RefusedJarError ? message : `it is no sound zip file: ${message}`;
    return { kind: 'unreadable', reason };
  }
}

async function findDescriptors(zip: ZipFile): Promise<ReadonlyMap<DescriptorName, Entry>> {
  const found = new Map<DescriptorName, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = DESCRIPTOR_NAMES.find((candidate) => entry.fileNameRaw.equals(NAME_BYTES[candidate]));
    if (name === undefined) continue;
    // Readers differ in which of them they take, so the jar can't be known by either.
    if (found.has(name)) throw new RefusedJarError(`it holds ${name} twice`);
    found.set(name, entry);
  }
  return found;
}

const NAME_BYTES = Object.fromEntries(
  DESCRIPTOR_NAMES.map((name) => [name, Buffer.from(name)]),
) as unknown as Readonly<Record<DescriptorName, Buffer>>;

async function inflate(zip: ZipFile, name: DescriptorName, entry: Entry): Promise<Uint8Array> {
  if (entry.isEncrypted()) throw new RefusedJarError(`its ${name} is encrypted`);
  if (!entry.canDecodeFileData()) throw new RefusedJarError(`its ${name} is packed in an unknown way`);
  if (entry.uncompressedSize > MAX_DESCRIPTOR_BYTES || entry.compressedSize > MAX_DESCRIPTOR_BYTES)
    throw new RefusedJarError(`its ${name} is larger than 1 MiB`);
  return readAll(await zip.openReadStreamPromise(entry));
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_DESCRIPTOR_BYTES) throw new RefusedJarError('what it unpacks to does not end');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
