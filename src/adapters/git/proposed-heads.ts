import type { CommitSha } from '../../core/model/revision.ts';
import type { ProposedHeads } from '../../ports/repository-history.ts';
import type { FollowedMirror } from './followed-mirror.ts';
import { PULL_REFS } from './own-refs.ts';
import { remoteFailure } from './remote-failure.ts';
import { runLocal } from './run-local.ts';

/** Where a forge keeps the heads of pull requests. */
export type PullRefs = 'github' | 'none';

const ASK_TIMEOUT_MILLIS = 60_000;
const KEPT_HEADS = 500;
const MAX_LISTING = 16 * 1024 * 1024;

export function createProposedHeads(mirror: FollowedMirror, pullRefs: PullRefs): ProposedHeads {
  return {
    async fetch(number, head) {
      assertNumber(number);
      if (await isWhole(mirror, head)) return true;
      if (pullRefs === 'none') return false;
      const ref = `refs/pull/${number}/head`;
      if (!(await isAtRemote(mirror, ref))) return false;
      await mirror.fetch(`+${ref}:${PULL_REFS}/${number}`);
      await pruneHeads(mirror.dir);
      return isWhole(mirror, head);
    },
  };
}

/** The commit with all that it needs: a fetch that broke off may leave a commit without its files. */
async function isWhole({ dir }: FollowedMirror, head: CommitSha): Promise<boolean> {
  const walked = await runLocal(dir, ['rev-list', '--quiet', '--objects', head, '--not', '--all']);
  return walked.exitCode === 0;
}

/** Asked first, since git fails alike for a ref that is gone and for a remote that is away. */
async function isAtRemote({ remote }: FollowedMirror, ref: string): Promise<boolean> {
  const listed = await remote.run(['ls-remote', '--', remote.address, ref], ASK_TIMEOUT_MILLIS);
  if (listed.exitCode !== 0) throw remoteFailure(remote.name, listed);
  return listed.stdout.toString().includes(`\t${ref}\n`);
}

/** Keeps the heads of the newest pull requests. */
async function pruneHeads(dir: string): Promise<void> {
  const listed = await runLocal(dir, ['for-each-ref', '--format=%(refname:lstrip=3)', PULL_REFS], {
    maxOutputBytes: MAX_LISTING,
  });
  const numbers = listed.stdout.toString().split('\n').filter(Boolean).map(Number);
  const old = numbers.sort((a, b) => b - a).slice(KEPT_HEADS);
  if (old.length === 0) return;
  const input = old.map((number) => `delete ${PULL_REFS}/${number}\n`).join('');
  await runLocal(dir, ['update-ref', '--stdin'], { input });
}

function assertNumber(number: number): void {
  if (Number.isSafeInteger(number) && number > 0) return;
  throw new RangeError('the number of a pull request is a positive integer');
}
