import { randomBytes } from 'node:crypto';
import { type AuditEntry, type AuditQuery, isWanted } from '../../core/model/audit-event.ts';
import type { AuditTrail } from '../../ports/audit-trail.ts';
import { decodeEvent, encodeEvent } from './audit-codec.ts';
import { type Database, damaged, type Table } from './database.ts';

const KEPT = 100_000;
const NUMBER_DIGITS = 12;
const PAGE = 500;

export interface TrailOptions {
  /** Who runs this process, for events that name nobody. */
  readonly actor: string;
  /** How many events are kept; without it 100,000. */
  readonly kept?: number;
}

/** Numbers the events in the order in which they are written, whatever the clock says. */
export function createAuditTrail(database: Database, { actor, kept = KEPT }: TrailOptions): AuditTrail {
  const table = database.table('audit');
  return {
    append(event) {
      const { by } = event;
      // Two processes may write at once, so the number is taken within the transaction.
      database.transaction(() => {
        const number = numberOf(table.keys('descending', 1)[0]) + 1;
        table.put(idOf(number), encodeEvent({ ...event, by: by.length === 0 ? [actor] : by }));
        dropOldest(table, number - kept);
      });
    },
    list: (query) => find(database, query),
  };
}

/** The random end keeps events of a lost and rebuilt state apart from those that other places still have. */
function idOf(number: number): string {
  return `${String(number).padStart(NUMBER_DIGITS, '0')}-${randomBytes(3).toString('hex')}`;
}

function numberOf(id: string | undefined): number {
  return id === undefined ? 0 : Number(id.slice(0, NUMBER_DIGITS));
}

function dropOldest(table: Table, last: number): void {
  if (last < 1) return;
  for (const id of table.keys('ascending', PAGE)) {
    if (numberOf(id) > last) return;
    table.delete(id);
  }
}

function find(database: Database, query: AuditQuery): readonly AuditEntry[] {
  const found: AuditEntry[] = [];
  const isOldestFirst = query.order === 'oldest-first';
  let behind = isOldestFirst ? query.after : query.before;
  while (found.length < query.limit) {
    const ids = pageBehind(database.table('audit'), isOldestFirst, behind);
    for (const id of ids) {
      const entry = read(database, id);
      if (entry !== undefined && isWanted(entry, query) && found.push(entry) === query.limit) break;
    }
    behind = ids.at(-1);
    if (behind === undefined) break;
  }
  return found;
}

function pageBehind(table: Table, isOldestFirst: boolean, id: string | undefined): readonly string[] {
  const keys = table.keys(isOldestFirst ? 'ascending' : 'descending', PAGE + 1, id);
  return keys.filter((key) => key !== id);
}

function read({ table, path }: Database, id: string): AuditEntry | undefined {
  const value = table('audit').get(id);
  if (value === undefined) return undefined;
  const entry = value === 'damaged' ? undefined : decodeEvent(id, value);
  if (entry === undefined) throw damaged(path, `the event ${id} of the audit trail`);
  return entry;
}
