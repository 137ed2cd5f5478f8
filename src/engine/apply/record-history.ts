import type { OperatingError } from '../../core/model/errors.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { JournalFile } from '../../ports/state-store.ts';
import { type RecordsJson, recordsFromJson } from './applied-records.ts';
import type { HostWriters } from './host-writers.ts';

/** Keeps a run that failed, so that `history` tells of it. */
export function recordFailure(
  host: Pick<HostWriters, 'history' | 'clock'>,
  run: FinishedRun,
  failure: OperatingError,
): void {
  host.history.append({
    id: run.id,
    at: host.clock.now(),
    kind: run.payload.kind,
    instance: run.instance,
    revision: run.payload.revision,
    planId: run.payload.planId,
    outcome: failure.kind === 'stuck' ? 'stuck' : 'rolled-back',
    of: run.payload.of,
    files: run.files,
    keys: run.payload.keys,
    message: failure.message,
    payload: JSON.stringify(run.payload),
  });
}

/** What the journal keeps beside the files, enough to finish an apply that was cut off after its last rename. */
export interface RunPayload {
  readonly kind: 'apply' | 'rollback' | 'restore';
  readonly planId: string;
  readonly revision: string;
  readonly recordsBefore: RecordsJson;
  readonly recordsAfter: RecordsJson;
  readonly keys: number;
  /** The application root that the files lie in. */
  readonly root: string;
  /** True when every file may be written while the server runs. */
  readonly liveWriteSafe: boolean;
  /** For a rollback the entry that is undone, for a restore the set that is brought back. */
  readonly of?: string;
}

export interface FinishedRun {
  readonly id: string;
  readonly instance: InstanceId;
  readonly files: readonly JournalFile[];
  readonly payload: RunPayload;
  /** Why it was done, where that is not plain. */
  readonly message?: string;
}

/** The payload of a journal or history entry. Both are homeamp's own writing, so anything else is a bug. */
export function parsePayload(text: string): RunPayload {
  return JSON.parse(text) as RunPayload;
}

/** Records what is applied now and what was done. Doing it twice leaves the same state. */
export function recordHistory(
  host: Pick<HostWriters, 'applied' | 'history' | 'clock'>,
  run: FinishedRun,
): void {
  const { payload } = run;
  host.applied.put(run.instance, recordsFromJson(payload.recordsAfter));
  if (host.history.get(run.id) !== undefined) return;
  host.history.append({
    id: run.id,
    at: host.clock.now(),
    kind: payload.kind,
    instance: run.instance,
    revision: payload.revision,
    planId: payload.planId,
    outcome: 'applied',
    of: payload.of,
    files: run.files,
    keys: payload.keys,
    message: run.message ?? '',
    payload: JSON.stringify(payload),
  });
}
