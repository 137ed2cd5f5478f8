import type { AppliedRecord, Fingerprint } from '../../core/model/applied-record.ts';
import { FINGERPRINT_BYTES, type StoredRecord } from './applied-codec.ts';
import type { KeyLists } from './key-lists.ts';

const FINGERPRINT = /^[0-9a-f]{32}$/;

/** A record whose keys are unpacked when they are first asked for: most files of a pass never need them. */
export function lazyAppliedRecord(stored: StoredRecord, keyLists: KeyLists): AppliedRecord {
  let keys: ReadonlyMap<string, Fingerprint> | undefined;
  return {
    revision: stored.revision,
    at: stored.at,
    get keys() {
      keys ??= unpackKeys(stored, keyLists);
      return keys;
    },
  };
}

function unpackKeys(stored: StoredRecord, keyLists: KeyLists): ReadonlyMap<string, Fingerprint> {
  const { buffer, byteOffset, byteLength } = stored.fingerprints;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const keys = new Map<string, Fingerprint>();
  let offset = 0;
  for (const key of keyLists.get(stored.keyList)) {
    keys.set(key, bytes.toString('hex', offset, offset + FINGERPRINT_BYTES) as Fingerprint);
    offset += FINGERPRINT_BYTES;
  }
  return keys;
}

/** The other way round; stores the key list when it is new. */
export function storedRecordOf(record: AppliedRecord, keyLists: KeyLists): StoredRecord {
  const fingerprints = Buffer.alloc(record.keys.size * FINGERPRINT_BYTES);
  let offset = 0;
  for (const fingerprint of record.keys.values()) {
    if (!FINGERPRINT.test(fingerprint)) throw new TypeError('A fingerprint is 32 hex digits.');
    fingerprints.write(fingerprint, offset, 'hex');
    offset += FINGERPRINT_BYTES;
  }
  const keyList = keyLists.put([...record.keys.keys()]);
  return { revision: record.revision, at: record.at, keyList, fingerprints };
}
