import type { InstanceId } from '../../core/model/instance.ts';
import type { Notes } from '../../ports/notes.ts';
import { jsonNote } from '../json-note.ts';

type ReadableNotes = Pick<Notes, 'get' | 'names'>;

/** Notes of one kind, at most one for each instance. */
export interface InstanceNotes<T> {
  readonly read: (notes: Pick<Notes, 'get'>, instance: InstanceId) => T | undefined;
  readonly write: (notes: Pick<Notes, 'get' | 'put'>, instance: InstanceId, value: T) => void;
  readonly remove: (notes: Pick<Notes, 'get' | 'put'>, instance: InstanceId) => void;
  /** By instance, sorted. */
  readonly list: (notes: ReadableNotes) => ReadonlyMap<InstanceId, T>;
}

/** Their names are the prefix and the instance's id. */
export function instanceNotes<T>(prefix: string): InstanceNotes<T> {
  const noteOf = (instance: InstanceId) => jsonNote<T>(`${prefix}${instance}`);
  return {
    read: (notes, instance) => noteOf(instance).read(notes),
    write: (notes, instance, value) => noteOf(instance).write(notes, value),
    remove: (notes, instance) => noteOf(instance).write(notes, undefined),
    list(notes) {
      const all = new Map<InstanceId, T>();
      for (const name of notes.names(prefix)) {
        const instance = name.slice(prefix.length) as InstanceId;
        const value = noteOf(instance).read(notes);
        if (value !== undefined) all.set(instance, value);
      }
      return all;
    },
  };
}
