import { createHash } from 'node:crypto';

/** What `FollowedBranch.keep` may keep. */
export const KEEP_NAMES = ['applied', 'good'] as const;

/** Pins a commit. */
export function keepRef(name: (typeof KEEP_NAMES)[number]): string {
  return `refs/homeamp/keep/${name}`;
}

/** The fetched tip of a branch; undefined is the remote's HEAD. Another branch has another ref, so that no tip is mistaken for its. */
export function tipRef(branch: string | undefined): string {
  if (branch === undefined) return 'refs/homeamp/tip/default';
  return `refs/homeamp/tip/${createHash('sha256').update(branch).digest('hex').slice(0, 16)}`;
}

export const PULL_REFS = 'refs/homeamp/pull';
