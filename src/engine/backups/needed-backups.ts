import type { Notes } from '../../ports/notes.ts';
import type { History, HistoryEntry, Journal } from '../../ports/state-store.ts';
import { listActivations } from '../activation/activation-note.ts';
import { listSnapshotNotes } from './snapshot-note.ts';

const LOOK_BACK = 10_000;

/** What a host may still have to bring back, whatever its backups' age. */
export interface NeededBackups {
  readonly ids: ReadonlySet<string>;
  /** Digests. */
  readonly images: ReadonlySet<string>;
}

/**
 * The newest applied run of each instance, runs that are unfinished, frozen or still watched, the newest snapshots, and
 * the images of every run that is younger than the given time.
 */
export function neededBackups(
  host: {
    readonly history: Pick<History, 'list'>;
    readonly journal: Pick<Journal, 'unfinished'>;
    readonly notes: Pick<Notes, 'get' | 'names'>;
  },
  since: number,
): NeededBackups {
  const unfinished = host.journal.unfinished();
  const watched = new Set(listActivations(host.notes).flatMap(({ runId }) => runId ?? []));
  const done = host.history.list(LOOK_BACK);
  const newest = newestApplied(done);
  const runs = done.filter(({ id, at }) => newest.has(id) || watched.has(id) || at >= since);
  const images = [...unfinished, ...runs].flatMap(({ files }) =>
    files.flatMap(({ before, after }) => [before, after]),
  );
  const snapshots = [...listSnapshotNotes(host.notes).values()].map(({ id }) => id);
  return {
    ids: new Set([...newest, ...watched, ...unfinished.map(({ id }) => id), ...snapshots]),
    images: new Set(images.filter((digest) => digest !== 'absent')),
  };
}

function newestApplied(newestFirst: readonly HistoryEntry[]): ReadonlySet<string> {
  const byInstance = new Map<string, string>();
  for (const { instance, outcome, id } of newestFirst) {
    if (outcome === 'applied' && !byInstance.has(instance)) byInstance.set(instance, id);
  }
  return new Set(byInstance.values());
}
