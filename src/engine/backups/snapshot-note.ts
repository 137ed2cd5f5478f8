import type { BackedUpFile, BackupManifest } from '../../core/backups/backup-manifest.ts';
import type { InstanceId, InstancePath } from '../../core/model/instance.ts';
import type { StatIdentity } from '../../core/model/live-file.ts';
import type { Notes } from '../../ports/notes.ts';
import { jsonNote } from '../json-note.ts';

/** What an instance's newest snapshot holds, and how its files looked then, so that a steady look reads none of them. */
export interface SnapshotNote {
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly files: readonly BackedUpFile[];
  readonly skipped: BackupManifest['skipped'];
  /** Null for a file that must be read again, since it changed too shortly before. */
  readonly identities: readonly (readonly [InstancePath, StatIdentity | null])[];
}

const PREFIX = 'snapshot/';

export function readSnapshotNote(notes: Pick<Notes, 'get'>, instance: InstanceId): SnapshotNote | undefined {
  return noteOf(instance).read(notes);
}

/** Undefined has the next look read every file and make a snapshot. */
export function writeSnapshotNote(notes: Notes, instance: InstanceId, note: SnapshotNote | undefined): void {
  noteOf(instance).write(notes, note);
}

/** The newest snapshot of each instance of this host. */
export function listSnapshotNotes(
  notes: Pick<Notes, 'get' | 'names'>,
): ReadonlyMap<InstanceId, SnapshotNote> {
  const ids = notes.names(PREFIX).map((name) => name.slice(PREFIX.length) as InstanceId);
  return new Map(
    ids.flatMap((id) => {
      const note = readSnapshotNote(notes, id);
      return note === undefined ? [] : [[id, note] as const];
    }),
  );
}

function noteOf(instance: InstanceId) {
  return jsonNote<SnapshotNote>(`${PREFIX}${instance}`);
}
