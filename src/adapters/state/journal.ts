import type { Journal, JournalEntry } from '../../ports/state-store.ts';
import { type Database, damaged } from './database.ts';
import { decodeJournalEntry, encodeEntry } from './entry-shapes.ts';

/** Entries in the order of their ids. A damaged entry stops everything, since files may be half written. */
export function createJournal(database: Database): Journal {
  const table = database.table('journal');
  const read = (id: string): JournalEntry => {
    const value = table.get(id);
    const entry = value === undefined || value === 'damaged' ? undefined : decodeJournalEntry(value);
    if (entry === undefined) throw damaged(database.path, `the journal entry ${id}`);
    return entry;
  };
  return {
    write: (entry) => table.put(entry.id, encodeEntry(entry)),
    remove: (id) => table.delete(id),
    unfinished: () => table.keys('ascending', Number.MAX_SAFE_INTEGER).map(read),
  };
}
