import type { AppliedRecord } from '../../core/model/applied-record.ts';
import type { InstanceId, InstancePath } from '../../core/model/instance.ts';
import type { AppliedRecords } from '../../ports/state-store.ts';
import { decodeInstance, encodeInstance, type StoredRecord } from './applied-codec.ts';
import { MalformedValueError } from './byte-codec.ts';
import { type Database, damaged } from './database.ts';
import { createKeyLists, type KeyLists } from './key-lists.ts';
import { lazyAppliedRecord, storedRecordOf } from './lazy-applied-record.ts';

type StoredRecords = ReadonlyMap<InstancePath, StoredRecord>;

/** One value per instance; the keys of a file are kept once for all instances that have the same ones. */
export function createAppliedRecords(database: Database): AppliedRecords {
  const table = database.table('applied');
  const keyLists = createKeyLists(database);
  const stored = (instance: InstanceId): StoredRecords => {
    const value = table.get(instance);
    if (value === undefined) return new Map();
    const records = value === 'damaged' ? undefined : decoded(value);
    if (records === undefined) throw damaged(database.path, `what was applied to ${instance}`);
    return records;
  };
  return {
    get: (instance) => lazyRecords(stored(instance), keyLists),
    put(instance, records) {
      database.transaction(() => {
        const merged = new Map(stored(instance));
        for (const [path, record] of records) {
          if (record === undefined) merged.delete(path);
          else merged.set(path, storedRecordOf(record, keyLists));
        }
        if (merged.size === 0) table.delete(instance);
        else table.put(instance, encodeInstance(merged));
      });
    },
  };
}

function decoded(value: Uint8Array): StoredRecords | undefined {
  try {
    return decodeInstance(value);
  } catch (error) {
    if (error instanceof MalformedValueError) return undefined;
    throw error;
  }
}

function lazyRecords(stored: StoredRecords, keyLists: KeyLists): ReadonlyMap<InstancePath, AppliedRecord> {
  const records = new Map<InstancePath, AppliedRecord>();
  for (const [path, record] of stored) records.set(path, lazyAppliedRecord(record, keyLists));
  return records;
}
