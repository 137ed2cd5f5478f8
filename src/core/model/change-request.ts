import type { CommitSha } from './revision.ts';

/** A pull request as the forge tells it. Every text in it is written by people and may be hostile. */
export interface ChangeRequest {
  readonly number: number;
  readonly title: string;
  /** The forge's login of whoever opened it. */
  readonly author: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly isDraft: boolean;
  /** False for one from a fork, which is never planned. */
  readonly isFromSameRepository: boolean;
  /** The last commit that was pushed to it; of a merged one, what was merged. */
  readonly head: CommitSha;
  readonly headBranch: string;
  readonly baseBranch: string;
  /** The commit on the base branch that it was merged as: merge or squash commit, or the last of those rebased. */
  readonly mergeCommit: CommitSha | undefined;
  readonly url: string;
}

/** One submitted review. */
export interface Review {
  readonly reviewer: string;
  readonly verdict: 'approved' | 'changes-requested' | 'dismissed' | 'commented';
  /** What the reviewer looked at; undefined where the forge no longer knows. */
  readonly commit: CommitSha | undefined;
  /** When it was given, in milliseconds since 1970, UTC, by the forge's clock. */
  readonly at: number;
}
