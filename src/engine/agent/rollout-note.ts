import type { InstanceId } from '../../core/model/instance.ts';
import type { InstanceReport } from '../../core/report/report.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { jsonNote } from '../json-note.ts';
import type { StageOutcome } from './apply-by-stage.ts';

/** What became of an accepted revision on this host so far. */
export interface RolloutNote {
  readonly treeId: string;
  /** Nothing of it is left to do. */
  readonly isSettled: boolean;
  readonly isAsApproved: boolean;
  readonly replanned: readonly string[];
  readonly planId: string;
  /** As they were when they were applied or failed. */
  readonly instances: readonly InstanceReport[];
  /** How far this host is with its stages. */
  readonly stages: readonly StageOutcome[];
}

export const { read: readRollout, write: writeRollout } = jsonNote<RolloutNote>('rollout');

/** When an instance was written whose server did not use it afterwards, by what became of the rollout so far. */
export function unloadedSince(
  { history }: Pick<HostWriters, 'history'>,
  rollout: RolloutNote | undefined,
): (instance: InstanceId) => number | undefined {
  const since = new Map<InstanceId, number>();
  for (const { id, state, outcome } of rollout?.instances ?? []) {
    const at = outcome?.id == null ? undefined : history.get(outcome.id)?.at;
    if (state === 'AppliedNotLoaded' && at !== undefined) since.set(id, at);
  }
  return (instance) => since.get(instance);
}
