import { MistakeError, TransientError } from '../../core/model/errors.ts';
import { type CommitSha, parseCommitSha } from '../../core/model/revision.ts';
import type { FollowedBranch } from '../../ports/repository-history.ts';
import type { FollowedMirror } from './followed-mirror.ts';
import { keepRef, tipRef } from './own-refs.ts';
import { assertRef } from './ref-name.ts';
import { remoteFailure } from './remote-failure.ts';
import { runLocal } from './run-local.ts';
import { createTidying } from './tidy-mirror.ts';

interface RemoteTip {
  readonly sha: CommitSha;
  readonly ref: string;
}

const ASK_TIMEOUT_MILLIS = 60_000;

/** `branch` undefined: whatever the remote calls its HEAD. */
export function createFollowedBranch(mirror: FollowedMirror, branch: string | undefined): FollowedBranch {
  if (branch !== undefined) assertRef(branch);
  const ref = tipRef(branch);
  const tidy = createTidying(mirror.dir);
  let name = branch;
  return {
    name: () => name,
    async refresh() {
      const tip = await askTip(mirror, branch);
      name = tip.ref.replace(/^refs\/heads\//, '');
      const refspec = `+${tip.ref}:${ref}`;
      await mirror.ready(refspec);
      let here = await mirror.commitAt(ref);
      if (here !== tip.sha) {
        await mirror.fetch(refspec);
        here = await mirror.commitAt(ref);
      }
      if (here === undefined) {
        mirror.noteFailure();
        throw incomplete(mirror);
      }
      await tidy();
      return here;
    },
    known: () => mirror.commitAt(ref),
    async keep(name, sha) {
      const kept = await runLocal(mirror.dir, ['update-ref', keepRef(name), sha]);
      if (kept.exitCode === 0) return;
      mirror.noteFailure();
      throw new TransientError(
        `The mirror of ${mirror.remote.name} can't keep a commit.`,
        'Check the room on the disk and the rights on the state folder.',
        { cause: new Error(kept.stderr.slice(0, 500)) },
      );
    },
  };
}

async function askTip({ remote }: FollowedMirror, branch: string | undefined): Promise<RemoteTip> {
  const ref = branch === undefined ? 'HEAD' : `refs/heads/${branch}`;
  const listed = await remote.run(['ls-remote', '--', remote.address, ref], ASK_TIMEOUT_MILLIS);
  if (listed.exitCode !== 0) throw remoteFailure(remote.name, listed);
  // Git also lists refs that only end in this name.
  const line = listed.stdout
    .toString()
    .split('\n')
    .map((text) => text.split('\t'))
    .find(([, name]) => name === ref);
  const sha = parseCommitSha(line?.[0] ?? '');
  if (sha === undefined) throw noBranch(remote.name, branch);
  return { sha, ref };
}

function noBranch(name: string, branch: string | undefined): MistakeError {
  if (branch === undefined) {
    return new MistakeError(
      `${name} has no commit on its default branch.`,
      'Push a commit with desired-state/ to it, or name another branch in the settings.',
    );
  }
  return new MistakeError(
    `${name} has no branch ${JSON.stringify(branch)}.`,
    'Name another branch in the settings; `git ls-remote --heads` with this address lists them.',
  );
}

function incomplete({ remote }: FollowedMirror): TransientError {
  return new TransientError(
    `The mirror of ${remote.name} lacks the commit that was fetched.`,
    'It is checked for damage, and made anew, at the next pass.',
  );
}
