declare const commitSha: unique symbol;
/** 40 lower-case hex digits naming a commit. */
export type CommitSha = string & { readonly [commitSha]: true };

const COMMIT_SHA = /^[0-9a-f]{40}$/;

export function parseCommitSha(text: string): CommitSha | undefined {
  return COMMIT_SHA.test(text) ? (text as CommitSha) : undefined;
}

/** What desired state was read from: a commit, or files as they lie in a folder. */
export type Revision =
  | { readonly kind: 'commit'; readonly sha: CommitSha; readonly subject: string }
  | { readonly kind: 'files'; readonly digest: string };

/** Short text for people: `a1b2c3d4e5f6` or `files:…`. */
export function describeRevision(revision: Revision): string {
  return revision.kind === 'commit' ? revision.sha.slice(0, 12) : `files:${revision.digest.slice(0, 12)}`;
}
