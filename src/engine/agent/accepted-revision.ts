import type { InstanceId } from '../../core/model/instance.ts';
import type { ApprovalPolicy, BudgetPolicy } from '../../core/model/policy.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { jsonNote } from '../json-note.ts';

/** The newest commit whose history passed every gate on this host: what the host is to look like. */
export interface AcceptedRevision {
  readonly sha: CommitSha;
  readonly treeId: string;
  /** The commit that brought this tree to the branch: the same on every host, whatever came after it without changing it. */
  readonly broughtBy: CommitSha;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly how: AcceptedHow;
  /** Who approved it, signed it or ordered it. */
  readonly by: readonly string[];
  /** What was said with an order; empty for all else. */
  readonly reason: string;
  /** Pull requests that brought it, oldest first. */
  readonly pulls: readonly number[];
  /** What its own policy asks of the commits after it. */
  readonly approval: ApprovalPolicy;
  /** The bounds that its changes are held to. */
  readonly budget: BudgetPolicy;
  /** The plan that reviewers saw; null where several changes came at once or nobody planned it here. */
  readonly approved: ApprovedPlan | null;
}

export type AcceptedHow =
  | 'reviewed'
  | 'signed'
  | 'no-approval-needed'
  | 'nothing-changed'
  | 'first'
  | 'order'
  | 'break-glass';

/** What a host answered to a pull request's last head. */
export interface ApprovedPlan {
  readonly planId: string;
  /** Digests of each changed instance's own changes. */
  readonly instances: readonly (readonly [InstanceId, string])[];
}

export const { read: readAccepted, write: writeAccepted } = jsonNote<AcceptedRevision>('accepted');
