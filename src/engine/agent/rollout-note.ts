import type { InstanceReport } from '../../core/report/report.ts';
import type { Notes } from '../../ports/notes.ts';

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
}

const ROLLOUT = 'rollout';

export function readRollout(notes: Notes): RolloutNote | undefined {
  const text = notes.get(ROLLOUT);
  return text === undefined ? undefined : (JSON.parse(text) as RolloutNote);
}

export function writeRollout(notes: Notes, rollout: RolloutNote): void {
  const text = JSON.stringify(rollout);
  if (notes.get(ROLLOUT) !== text) notes.put(ROLLOUT, text);
}
