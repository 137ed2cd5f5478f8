import { type InstancePath, parseInstancePath } from '../../core/model/instance.ts';
import { ByteReader, ByteWriter, MalformedValueError } from './byte-codec.ts';

/** A record as it is stored: the fingerprints in the order of a key list that is kept elsewhere. */
export interface StoredRecord {
  readonly revision: string;
  readonly at: number;
  /** Digest that names the key list. */
  readonly keyList: Uint8Array;
  /** 16 bytes a key. */
  readonly fingerprints: Uint8Array;
}

export const FINGERPRINT_BYTES = 16;
const KEY_LIST_DIGEST_BYTES = 16;

export function encodeInstance(records: ReadonlyMap<InstancePath, StoredRecord>): Buffer {
  const writer = new ByteWriter().number(records.size);
  for (const [path, record] of records) {
    writer
      .text(path)
      .text(record.revision)
      .number(record.at)
      .bytes(record.keyList)
      .bytes(record.fingerprints);
  }
  return writer.finish();
}

/** Throws `MalformedValueError` for anything that `encodeInstance` doesn't write. */
export function decodeInstance(bytes: Uint8Array): ReadonlyMap<InstancePath, StoredRecord> {
  const reader = new ByteReader(bytes);
  const records = new Map<InstancePath, StoredRecord>();
  for (let left = reader.number(); left > 0; left -= 1) {
    const path = parseInstancePath(reader.text());
    if (path === undefined) throw new MalformedValueError();
    records.set(path, decodeRecord(reader));
  }
  reader.finish();
  return records;
}

function decodeRecord(reader: ByteReader): StoredRecord {
  const revision = reader.text();
  const at = reader.number();
  const keyList = reader.bytes();
  const fingerprints = reader.bytes();
  if (keyList.length !== KEY_LIST_DIGEST_BYTES || fingerprints.length % FINGERPRINT_BYTES !== 0) {
    throw new MalformedValueError();
  }
  return { revision, at, keyList, fingerprints };
}
