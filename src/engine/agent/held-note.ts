import type { BlockedReason } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { jsonNote } from '../json-note.ts';

/** Why newer commits of the branch wait, and the first of them. */
export interface HeldCommits {
  readonly reason: BlockedReason;
  readonly commit: CommitSha;
  readonly pulls: readonly number[];
}

/** As the last pass that looked for new commits found it. */
export const { read: readHeld, write: writeHeld } = jsonNote<HeldCommits>('held');
