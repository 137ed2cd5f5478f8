import type { CommitSha } from './revision.ts';

/** One commit of a branch, as seen along first parents. */
export interface BranchCommit {
  readonly sha: CommitSha;
  /** The first one is the branch's commit before this one. */
  readonly parents: readonly CommitSha[];
  /** Names the content of `desired-state/` and `templates/`; equal ids mean equal files. */
  readonly treeId: string;
  readonly authorEmail: string;
  readonly subject: string;
}

/** Who signed a commit, as the host's own list of allowed signers says. */
export type Signature =
  /** `signer` is the principal in the list of allowed signers, or the key's user id. */
  | { readonly kind: 'good'; readonly signer: string }
  | { readonly kind: 'unsigned' }
  /** `reason` never holds more than git's one-letter verdict in words. */
  | { readonly kind: 'untrusted'; readonly reason: string };
