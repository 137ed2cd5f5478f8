import type { History, HistoryEntry } from '../../ports/state-store.ts';
import { type Database, damaged } from './database.ts';
import { decodeHistoryEntry, encodeEntry } from './entry-shapes.ts';

/** Keeps every entry; durable when `append` returns. */
export function createHistory(database: Database): History {
  const table = database.table('history');
  const get = (id: string): HistoryEntry | undefined => {
    const value = table.get(id);
    if (value === undefined) return undefined;
    const entry = value === 'damaged' ? undefined : decodeHistoryEntry(value);
    if (entry === undefined) throw damaged(database.path, `the history entry ${id}`);
    return entry;
  };
  return {
    append: (entry) => table.put(entry.id, encodeEntry(entry)),
    get,
    list: (limit) => table.keys('descending', limit).flatMap((id) => get(id) ?? []),
  };
}
