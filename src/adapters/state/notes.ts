import type { Notes } from '../../ports/notes.ts';
import { type Database, damaged } from './database.ts';

/** Texts by name. A damaged one stops everything: what the agent may apply hangs on them. */
export function createNotes(database: Database): Notes {
  const table = database.table('notes');
  return {
    get(name) {
      const value = table.get(name);
      if (value === 'damaged') throw damaged(database.path, `the note ${name}`);
      return value === undefined ? undefined : Buffer.from(value).toString();
    },
    put(name, text) {
      if (text === undefined) table.delete(name);
      else table.put(name, Buffer.from(text));
    },
    names: (prefix) =>
      table.keys('ascending', Number.MAX_SAFE_INTEGER).filter((name) => name.startsWith(prefix)),
  };
}
