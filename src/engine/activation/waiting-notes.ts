import { instanceNotes } from '../orders/instance-notes.ts';

/** Since when an instance waits for a good moment, in milliseconds since 1970, UTC: later merges wait no longer for it. */
export const {
  read: readWaiting,
  write: writeWaiting,
  remove: removeWaiting,
  list: listWaiting,
} = instanceNotes<{ readonly since: number }>('waiting/');

/** New files that a running server does not use yet, since no reload was confirmed. */
export interface UnloadedFiles {
  /** When they were written, in milliseconds since 1970, UTC. */
  readonly at: number;
  /** Of the run that wrote them. */
  readonly runId: string;
  readonly reason: string;
}

export const {
  read: readUnloaded,
  write: writeUnloaded,
  remove: removeUnloaded,
  list: listUnloaded,
} = instanceNotes<UnloadedFiles>('unloaded/');
