import { inflateRawSync } from 'node:zlib';
import { refuseRanges } from './check-ranges.ts';

const MOST_ENTRIES = 2000;
const LARGEST_ENTRY_BYTES = 64 * 1024 * 1024;
const LARGEST_TOTAL_BYTES = 128 * 1024 * 1024;

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * Why a zip archive must not be unpacked, or undefined when it may. What its directory says is not believed: every
 * entry is inflated once under a bound, since a library that unpacks it later has none.
 */
export function refuseArchive(bytes: Uint8Array): string | undefined {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(archive);
  if (end === undefined) return 'it is no zip archive';
  const count = archive.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) return `it has more than ${MOST_ENTRIES} parts`;
  let offset = archive.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(archive, offset);
    if (entry === undefined) return 'its directory is damaged';
    const part = inflate(archive, entry);
    if (part === undefined) return 'a part is damaged or larger than 64 MiB';
    total += part.length;
    const refusal = entry.isXml ? refuseRanges(part.toString()) : undefined;
    if (refusal !== undefined) return refusal;
    if (total > LARGEST_TOTAL_BYTES) return 'unpacked it is larger than 128 MiB';
    offset = entry.next;
  }
  return undefined;
}

function findEnd(archive: Buffer): number | undefined {
  const lowest = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT);
  for (let offset = archive.length - END_BYTES; offset >= lowest; offset -= 1) {
    if (archive.readUInt32LE(offset) === END_OF_DIRECTORY) return offset;
  }
  return undefined;
}

interface ArchiveEntry {
  readonly method: number;
  readonly packedBytes: number;
  readonly localOffset: number;
  readonly isXml: boolean;
  /** Offset of the next entry in the directory. */
  readonly next: number;
}

function readEntry(archive: Buffer, offset: number): ArchiveEntry | undefined {
  if (offset + 46 > archive.length || archive.readUInt32LE(offset) !== DIRECTORY_ENTRY) return undefined;
  const nameLength = archive.readUInt16LE(offset + 28);
  const variable = nameLength + archive.readUInt16LE(offset + 30) + archive.readUInt16LE(offset + 32);
  return {
    method: archive.readUInt16LE(offset + 10),
    packedBytes: archive.readUInt32LE(offset + 20),
    localOffset: archive.readUInt32LE(offset + 42),
    isXml: archive
      .toString('latin1', offset + 46, offset + 46 + nameLength)
      .toLowerCase()
      .endsWith('.xml'),
    next: offset + 46 + variable,
  };
}

function inflate(archive: Buffer, entry: ArchiveEntry): Buffer | undefined {
  const { localOffset } = entry;
  if (localOffset + 30 > archive.length || archive.readUInt32LE(localOffset) !== LOCAL_ENTRY)
    return undefined;
  const start =
    localOffset + 30 + archive.readUInt16LE(localOffset + 26) + archive.readUInt16LE(localOffset + 28);
  const packed = archive.subarray(start, start + entry.packedBytes);
  if (packed.length !== entry.packedBytes) return undefined;
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: LARGEST_ENTRY_BYTES });
  } catch {
    return undefined;
  }
}
