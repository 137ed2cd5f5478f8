import { OperatingError } from '../../core/model/errors.ts';
import type { Notes } from '../../ports/notes.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { listSets } from './list-keys.ts';
import { listSnapshotNotes, writeSnapshotNote } from './snapshot-note.ts';

/**
 * Has each instance snapshotted anew whose newest snapshot this store lacks: it was set up later, or lost what it had.
 * Without this a host whose files never move would have nothing in it. A store that is away is asked another time.
 */
export async function remakeLostSnapshots(notes: Notes, store: Pick<ObjectStore, 'list'>): Promise<void> {
  const newest = listSnapshotNotes(notes);
  if (newest.size === 0) return;
  const there = await idsIn(store);
  if (there === undefined) return;
  for (const [instance, { id }] of newest) {
    if (!there.has(id)) writeSnapshotNote(notes, instance, undefined);
  }
}

async function idsIn(store: Pick<ObjectStore, 'list'>): Promise<ReadonlySet<string> | undefined> {
  try {
    return new Set((await listSets(store)).map(({ id }) => id));
  } catch (failure) {
    if (failure instanceof OperatingError) return undefined;
    throw failure;
  }
}
