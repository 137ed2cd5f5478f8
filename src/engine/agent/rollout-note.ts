import type { InstanceReport } from '../../core/report/report.ts';
import { jsonNote } from './json-note.ts';

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

export const { read: readRollout, write: writeRollout } = jsonNote<RolloutNote>('rollout');
