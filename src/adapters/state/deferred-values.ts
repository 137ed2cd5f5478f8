import { OperatingError } from '../../core/model/errors.ts';
import type { Database, Table } from './database.ts';

/** Values that are only kept to save work. Putting undefined forgets one. */
export interface DeferredValues {
  get<T>(key: string, decode: (value: Uint8Array) => T | undefined): T | undefined;
  put(key: string, value: Uint8Array | undefined): void;
  flush(): void;
}

/**
 * Holds writes back until the present turn of the event loop is over, then makes them in one transaction. What is held
 * back is read as if it were written.
 */
export function deferredValues(database: Database, table: Table): DeferredValues {
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
