import type { AuditTrail } from '../../ports/audit-trail.ts';
import type { History, HistoryEntry } from '../../ports/state-store.ts';
import { type Database, damaged } from './database.ts';
import { decodeHistoryEntry, encodeEntry } from './entry-shapes.ts';
import { eventOfRun } from './run-event.ts';

/** Keeps every entry; durable, together with its event in the trail, when `append` returns. */
export function createHistory(database: Database, audit: Pick<AuditTrail, 'append'>): History {
  const table = database.table('history');
  const get = (id: string): HistoryEntry | undefined => {
    const value = table.get(id);
    if (value === undefined) return undefined;
    const entry = value === 'damaged' ? undefined : decodeHistoryEntry(value);
    if (entry === undefined) throw damaged(database.path, `the history entry ${id}`);
    return entry;
  };
  return {
    append(entry) {
      database.transaction(() => {
        table.put(entry.id, encodeEntry(entry));
        audit.append(eventOfRun(entry));
      });
    },
    get,
    list: (limit) => table.keys('descending', limit).flatMap((id) => get(id) ?? []),
  };
}
