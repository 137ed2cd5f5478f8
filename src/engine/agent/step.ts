import type { BranchCommit } from '../../core/model/branch-commit.ts';
import type { ChangeRequest } from '../../core/model/change-request.ts';
import type { BlockedReason } from '../../core/model/plan.ts';
import type { AcceptedHow } from './accepted-revision.ts';

/** Commits that pass the gates together: one, or all those of one pull request. */
export interface Step {
  readonly kind: 'step';
  readonly commits: readonly BranchCommit[];
  readonly how: AcceptedHow;
  readonly by: readonly string[];
  readonly change: ChangeRequest | undefined;
  /** When its review was complete, in milliseconds since 1970, UTC; undefined where nobody had to review. */
  readonly approvedAt: number | undefined;
}

export interface HeldStep {
  readonly kind: 'held';
  readonly reason: BlockedReason;
  /** Pull requests that brought the commit. */
  readonly pulls: readonly number[];
}
