import type { SourcePlace } from './issue.ts';
import type { CommitSha } from './revision.ts';

export type CommitState = 'pending' | 'success' | 'failure' | 'error';

/** What one host says of one commit. The description has at most 140 characters and no secret. */
export interface CommitStatus {
  readonly state: CommitState;
  readonly description: string;
}

/** A mistake to be shown beside the line that has it. */
export interface Annotation {
  readonly severity: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly place: SourcePlace;
}

/** Where several hosts write to one text without a lock. */
export type Thread =
  | { readonly kind: 'pull'; readonly number: number }
  /** The fleet's one issue about drift. */
  | { readonly kind: 'drift' };

/** A comment on a pull request, or the drift issue; written by the fleet's own account. */
export interface Post {
  readonly thread: Thread;
  readonly id: number;
  readonly body: string;
  /** A comment is always open. */
  readonly isOpen: boolean;
}

export interface PostDraft {
  /** Used by the drift issue alone. */
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
}

/** A revision on its way through one stage of the rollout. */
export interface Deployment {
  readonly id: number;
  readonly stage: string;
  readonly statuses: readonly DeploymentStatus[];
}

export interface DeploymentStatus {
  readonly state: 'queued' | 'in_progress' | 'success' | 'failure';
  /** Begins with the host that says it and a colon; at most 140 characters. */
  readonly description: string;
}

/** A change of files, put on a branch that belongs to homeamp alone. */
export interface ProposalDraft {
  readonly branch: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  /** The commit that it begins at. */
  readonly from: CommitSha;
  readonly title: string;
  readonly body: string;
  /** Whole texts by their paths in the repository. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Proposal {
  readonly number: number;
  readonly url: string;
  /** False where it was open already. */
  readonly isNew: boolean;
}
