import { OperatingError } from '../../core/model/errors.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import type { FileReplacer } from './host-writers.ts';
import { parsePayload, type RunPayload, recordFailure, recordHistory } from './record-history.ts';
import { replaceFiles } from './replace-files.ts';
import type { Replacement } from './replacement.ts';

export interface Undo {
  /** Of the run that undoes. */
  readonly id: string;
  /** What is undone. */
  readonly entry: HistoryEntry;
  readonly replacements: readonly Replacement[];
  /** Why, where no person ordered it. */
  readonly message?: string;
}

/** Writes the old files of a run as a run of its own, with what was recorded before it. */
export async function writeUndo(host: FileReplacer, undo: Undo): Promise<void> {
  const { id, entry, replacements, message } = undo;
  const original = parsePayload(entry.payload);
  const payload: RunPayload = {
    kind: 'rollback',
    planId: entry.planId,
    revision: entry.revision,
    recordsBefore: original.recordsAfter,
    recordsAfter: original.recordsBefore,
    keys: entry.keys,
    of: entry.id,
    root: original.root,
    liveWriteSafe: original.liveWriteSafe,
  };
  const { instance } = entry;
  const run = { id, instance, payload, ...(message === undefined ? {} : { message }) };
  // A change that a server does not bear must not stay for as long as the store is away.
  const undoing = { ...host, backups: host.undoBackups };
  try {
    await replaceFiles(undoing, {
      entry: {
        id,
        instance,
        root: original.root,
        startedAt: host.clock.now(),
        payload: JSON.stringify(payload),
      },
      replacements,
      finish: (files) => recordHistory(host, { ...run, files }),
    });
  } catch (failure) {
    if (failure instanceof OperatingError) recordFailure(host, { ...run, files: [] }, failure);
    throw failure;
  }
}
