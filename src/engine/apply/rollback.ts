import { MistakeError, StalePlanError, TransientError } from '../../core/model/errors.ts';
import { type InstanceId, isInstanceNamed } from '../../core/model/instance.ts';
import type { HistoryEntry, JournalEntry, JournalFile } from '../../ports/state-store.ts';
import type { FileReplacer, HostWriters } from './host-writers.ts';
import { parsePayload, type RunPayload } from './record-history.ts';
import { imageOf, keepFiles, type Recovery, recoverEntry } from './recover.ts';
import { currentDigest } from './replace-files.ts';
import type { Replacement } from './replacement.ts';
import { newRunId, partId } from './run-id.ts';
import { writeUndo } from './write-undo.ts';

/** What a rollback would undo: finished entries, newest first, and a frozen one that is to be tried again. */
export interface RollbackPlan {
  readonly entries: readonly HistoryEntry[];
  readonly frozen: readonly JournalEntry[];
}

const LOOK_BACK = 10_000;

/**
 * Finds what an id names: one instance's part of a run, or the whole run, of the named instances or of all. Throws
 * `MistakeError` for an unknown id.
 */
export function planRollback(
  host: Pick<HostWriters, 'history' | 'journal'>,
  id: string,
  instances: readonly string[] = [],
): RollbackPlan {
  const named = (entry: { readonly id: string; readonly instance: InstanceId }) =>
    (entry.id === id || entry.id.startsWith(`${id}.`)) &&
    (instances.length === 0 || instances.some((name) => isInstanceNamed(entry.instance, name)));
  const frozen = host.journal.unfinished().filter((entry) => entry.step === 'frozen' && named(entry));
  const entries = host.history.list(LOOK_BACK).filter((entry) => named(entry) && entry.outcome === 'applied');
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
 * Puts every file of the entries back to the byte, and deletes files that the apply created. Refuses before anything
 * is written: with `StalePlanError` when a file is not as the apply left it, with `TransientError` while a server runs
 * that would save its own values over the old ones. A frozen run is put back as well, or left as its files are.
 */
export async function rollBack(
  host: FileReplacer,
  plan: RollbackPlan,
  frozenFiles: 'put-back' | 'keep' = 'put-back',
): Promise<RollbackResult> {
  for (const entry of plan.entries) assertCanBeUndone(host, entry);
  const run = newRunId(host.clock);
  const recovered: Recovery[] = [];
  for (const entry of plan.frozen) {
    recovered.push(frozenFiles === 'keep' ? keepFiles(host, entry) : await recoverEntry(host, entry));
  }
  const undone: { id: string; entry: HistoryEntry }[] = [];
  for (const [index, entry] of plan.entries.entries()) {
    const id = partId(run, index);
    await undoEntry(host, id, entry);
    undone.push({ id, entry });
  }
  return { run, undone, recovered };
}

function assertCanBeUndone(host: FileReplacer, entry: HistoryEntry): void {
  const { root, liveWriteSafe } = parsePayload(entry.payload);
  const moved = entry.files.find((file) => currentDigest(host, root, file.path) !== file.after);
  if (moved !== undefined) throw movedFile(entry, moved);
  if (liveWriteSafe) return;
  const state = host.control.processState(root);
  if (state.kind === 'stopped') return;
  const why =
    state.kind === 'running'
      ? 'its server is running'
      : `whether its server runs is not known: ${state.reason}`;
  throw new TransientError(
    `${entry.instance}: ${why}, and it could save its own values over the old ones`,
    'Nothing was changed. Stop the server in AMP, then roll back again.',
  );
}

function movedFile(entry: HistoryEntry, file: JournalFile): StalePlanError {
  return new StalePlanError(
    `${entry.instance}: ${file.path} was changed since ${entry.id} was applied`,
    'Nothing was changed. Look at `homeamp plan`, and settle the file by hand if the change matters.',
  );
}

async function undoEntry(host: FileReplacer, id: string, entry: HistoryEntry): Promise<void> {
  const original = parsePayload(entry.payload);
  const replacements: Replacement[] = [];
  for (const file of entry.files) replacements.push(await reverse(host, entry, original, file));
  await writeUndo(host, { id, entry, replacements });
}

async function reverse(
  host: FileReplacer,
  entry: HistoryEntry,
  original: RunPayload,
  file: JournalFile,
): Promise<Replacement> {
  const live = host.files.read(original.root, file.path);
  if (currentDigest(host, original.root, file.path) !== file.after) throw movedFile(entry, file);
  const before =
    live.kind === 'present' ? { bytes: live.bytes, digest: file.after, meta: live.meta } : undefined;
  return { path: file.path, before, after: await imageOf(host, file) };
}
