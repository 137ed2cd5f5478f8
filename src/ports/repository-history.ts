import type { BranchCommit, Signature } from '../core/model/branch-commit.ts';
import type { CommitSha } from '../core/model/revision.ts';
import type { SourceRepository } from './source-repository.ts';

/** The followed branch. Throws `TransientError` when the remote is out of reach, `MistakeError` when the branch is not there. */
export interface FollowedBranch {
  /** Its name; undefined while the remote's default is followed and was not asked for yet. */
  name(): string | undefined;
  /** The tip at the remote, its objects fetched. One cheap round trip when it has not moved. */
  refresh(): Promise<CommitSha>;
  /** The tip that was fetched last; undefined when none was. */
  known(): Promise<CommitSha | undefined>;
  /** Keeps a commit and all before it from being cleaned away, whatever happens to the branch. One per name. */
  keep(name: 'applied' | 'good', sha: CommitSha): Promise<void>;
}

/** What lies on the way from one commit of a branch to a later one. */
export type HistoryLine =
  /** Oldest first, along first parents, without `from` itself. */
  | { readonly kind: 'line'; readonly commits: readonly BranchCommit[] }
  /** `from` is not on the first-parent line of `to`: history was rewritten. */
  | { readonly kind: 'rewritten' }
  /** More commits than `limit`. */
  | { readonly kind: 'too-long' };

export type MergedTree =
  | {
      readonly kind: 'merged';
      /** As in `BranchCommit`. */
      readonly treeId: string;
      /** Reads the merged tree; its revision is the head commit. */
      readonly source: SourceRepository;
    }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] };

/** Looks into commits that are here, without a work tree. */
export interface RepositoryHistory {
  line(from: CommitSha, to: CommitSha, limit: number): Promise<HistoryLine>;
  commit(sha: CommitSha): Promise<BranchCommit>;
  /** Reads `desired-state/` and `templates/` of one commit, whatever ref is asked for. */
  at(sha: CommitSha): SourceRepository;
  /** The tree that merging `head` into `base` gives. Both must be here. */
  merge(base: CommitSha, head: CommitSha): Promise<MergedTree>;
  /** Who signed each commit, in order. */
  signatures(commits: readonly CommitSha[]): Promise<readonly Signature[]>;
}

/** Heads of pull requests. */
export interface ProposedHeads {
  /** Fetches the head of a pull request unless it is here. False when the remote no longer has this commit there. */
  fetch(number: number, head: CommitSha): Promise<boolean>;
}
