import { OperatingError } from '../../core/model/errors.ts';
import type { ObservationCache } from '../../ports/state-store.ts';
import type { Database, Table } from './database.ts';
import { decodeObservation, encodeObservation } from './observation-codec.ts';
import { decodeRoster, encodeRoster } from './roster-codec.ts';

// An instance's id holds a slash, so it is never this.
const ROSTER = 'roster';

/** Holds writes back until the present turn of the event loop is over, then makes them in one transaction. */
export function createObservationCache(database: Database): {
  readonly observations: ObservationCache;
  /** Writes what is held back now. */
  readonly flush: () => void;
} {
  const values = deferredValues(database, database.table('observations'));
  const observations: ObservationCache = {
    get: (instance) => values.get(instance, decodeObservation),
    put: (instance, observation) =>
      values.put(instance, observation === undefined ? undefined : encodeObservation(observation)),
    getRoster: () => values.get(ROSTER, decodeRoster),
    putRoster: (roster) => values.put(ROSTER, encodeRoster(roster)),
  };
  return { observations, flush: values.flush };
}

interface DeferredValues {
  get<T>(key: string, decode: (value: Uint8Array) => T | undefined): T | undefined;
  put(key: string, value: Uint8Array | undefined): void;
  flush(): void;
}

function deferredValues(database: Database, table: Table): DeferredValues {
  const pending = new Map<string, Uint8Array | undefined>();
  const writeAll = (): void => {
    for (const [key, value] of pending) {
      if (value === undefined) table.delete(key);
      else table.put(key, value);
    }
  };
  const flush = (): void => {
    if (pending.size === 0) return;
    try {
      database.transaction(writeAll);
    } catch (error) {
      // A cache that can't be written costs time alone.
      if (!(error instanceof OperatingError)) throw error;
    } finally {
      pending.clear();
    }
  };
  return {
    get(key, decode) {
      const value = pending.has(key) ? pending.get(key) : table.get(key);
      return value === undefined || value === 'damaged' ? undefined : decode(value);
    },
    put(key, value) {
      if (!database.writable) return;
      if (pending.size === 0) setImmediate(flush);
      pending.set(key, value);
    },
    flush,
  };
}
