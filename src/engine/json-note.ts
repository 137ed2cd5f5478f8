import type { Notes } from '../ports/notes.ts';

/** A note that holds one value as JSON, homeamp's own writing. Writing an equal value touches nothing; undefined forgets it. */
export function jsonNote<T>(name: string): {
  readonly read: (notes: Pick<Notes, 'get'>) => T | undefined;
  readonly write: (notes: Pick<Notes, 'get' | 'put'>, value: T | undefined) => void;
} {
  return {
    read(notes) {
      const text = notes.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    write(notes, value) {
      const text = value === undefined ? undefined : JSON.stringify(value);
      if (notes.get(name) !== text) notes.put(name, text);
    },
  };
}
