import { ByteReader, ByteWriter, MalformedValueError } from './byte-codec.ts';
import { type Database, damaged } from './database.ts';
import { digestOf } from './sealed-value.ts';

/** Lists of key ids by the digest of their content. */
export interface KeyLists {
  /** Stores the list when it is new. Called within a transaction. */
  put(keys: readonly string[]): Uint8Array;
  get(digest: Uint8Array): readonly string[];
}

/** Remembers the lists that it has seen, since all instances of a plugin share one. */
export function createKeyLists(database: Database): KeyLists {
  const table = database.table('key-lists');
  const known = new Map<string, readonly string[]>();
  return {
    put(keys) {
      const bytes = encodeList(keys);
      const digest = digestOf(bytes);
      const id = digest.toString('hex');
      // The table is asked as well: an earlier transaction that knew the list may have been undone.
      if (table.get(id) === undefined) table.put(id, bytes);
      return digest;
    },
    get(digest) {
      const id = Buffer.from(digest).toString('hex');
      const remembered = known.get(id);
      if (remembered !== undefined) return remembered;
      const keys = decodeList(table.get(id));
      if (keys === undefined) throw damaged(database.path, `the list of keys ${id}`);
      known.set(id, keys);
      return keys;
    },
  };
}

function encodeList(keys: readonly string[]): Buffer {
  const writer = new ByteWriter().number(keys.length);
  for (const key of keys) writer.text(key);
  return writer.finish();
}

function decodeList(value: Uint8Array | 'damaged' | undefined): readonly string[] | undefined {
  if (value === undefined || value === 'damaged') return undefined;
  try {
    const reader = new ByteReader(value);
    const keys: string[] = [];
    for (let left = reader.number(); left > 0; left -= 1) keys.push(reader.text());
    reader.finish();
    return keys;
  } catch (error) {
    if (error instanceof MalformedValueError) return undefined;
    throw error;
  }
}
