import { MistakeError, OperatingError, StalePlanError } from '../../core/model/errors.ts';
import type { HistoryEntry, JournalEntry, JournalFile } from '../../ports/state-store.ts';
import type { FileReplacer, HostWriters } from './host-writers.ts';
import { parsePayload, type RunPayload, recordFailure, recordHistory } from './record-history.ts';
import { imageOf, type Recovery, recoverEntry } from './recover.ts';
import { currentDigest, type Replacement, replaceFiles } from './replace-files.ts';
import { newRunId, partId } from './run-id.ts';

/** What a rollback would undo: finished entries, newest first, and a frozen one that is to be tried again. */
export interface RollbackPlan {
  readonly entries: readonly HistoryEntry[];
  readonly frozen: readonly JournalEntry[];
}

const LOOK_BACK = 10_000;

/** Finds what an id names: one instance's part of a run, or the whole run. Throws `MistakeError` for an unknown id. */
export function planRollback(host: Pick<HostWriters, 'history' | 'journal'>, id: string): RollbackPlan {
  const named = (candidate: string) => candidate === id || candidate.startsWith(`${id}.`);
  const frozen = host.journal.unfinished().filter((entry) => entry.step === 'frozen' && named(entry.id));
  const entries = host.history
    .list(LOOK_BACK)
    .filter((entry) => named(entry.id) && entry.outcome === 'applied');
  if (entries.length === 0 && frozen.length === 0) {
    throw new MistakeError(`no applied change has the id ${id}`, 'Take an id from `homeamp history`.');
  }
  return { entries, frozen };
}

export interface RollbackResult {
  readonly run: string;
  readonly undone: readonly { readonly id: string; readonly entry: HistoryEntry }[];
  readonly recovered: readonly Recovery[];
}

/**
 * Puts every file of the entries back to the byte, and deletes files that the apply created. Refuses with
 * `StalePlanError`, before anything is written on that instance, when a file is not as the apply left it.
 */
export async function rollBack(host: FileReplacer, plan: RollbackPlan): Promise<RollbackResult> {
  const run = newRunId(host.clock);
  const recovered: Recovery[] = [];
  for (const entry of plan.frozen) recovered.push(await recoverEntry(host, entry));
  const undone: { id: string; entry: HistoryEntry }[] = [];
  for (const [index, entry] of plan.entries.entries()) {
    const id = partId(run, index);
    await undoEntry(host, id, entry);
    undone.push({ id, entry });
  }
  return { run, undone, recovered };
}

async function undoEntry(host: FileReplacer, id: string, entry: HistoryEntry): Promise<void> {
  const original = parsePayload(entry.payload);
  const replacements: Replacement[] = [];
  for (const file of entry.files) replacements.push(await reverse(host, entry, original, file));
  const payload: RunPayload = {
    kind: 'rollback',
    planId: entry.planId,
    revision: entry.revision,
    recordsBefore: original.recordsAfter,
    recordsAfter: original.recordsBefore,
    keys: entry.keys,
    of: entry.id,
    root: original.root,
  };
  const run = { id, instance: entry.instance, payload };
  try {
    await replaceFiles(host, {
      entry: {
        id,
        instance: entry.instance,
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

async function reverse(
  host: FileReplacer,
  entry: HistoryEntry,
  original: RunPayload,
  file: JournalFile,
): Promise<Replacement> {
  const live = host.files.read(original.root, file.path);
  if (currentDigest(host, original.root, file.path) !== file.after) {
    throw new StalePlanError(
      `${entry.instance}: ${file.path} was changed since ${entry.id} was applied`,
      'Nothing was changed on this instance. Look at `homeamp plan`, and settle the file by hand if the change matters.',
    );
  }
  const before =
    live.kind === 'present' ? { bytes: live.bytes, digest: file.after, meta: live.meta } : undefined;
  return { path: file.path, before, after: await imageOf(host, file) };
}
