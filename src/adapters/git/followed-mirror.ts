import { type CommitSha, parseCommitSha } from '../../core/model/revision.ts';
import { fetchInto, MAX_FETCH_MILLIS } from './fetch-into.ts';
import { initMirror, mirrorOf } from './mirror.ts';
import { createHealthCheck, removeStaleLocks } from './mirror-health.ts';
import { rebuildMirror } from './rebuild-mirror.ts';
import type { Remote } from './remote-access.ts';
import { fetchFailure, knownFailure } from './remote-failure.ts';
import { runLocal } from './run-local.ts';

/** The bare mirror of a remote, with refs below `refs/homeamp/` that are its follower's own. */
export interface FollowedMirror {
  readonly dir: string;
  readonly remote: Remote;
  /** Makes the mirror when it is not there, and anew when a failure was noted and it proves to be damaged. */
  ready(refspec: string): Promise<void>;
  /** Fetches one ref. A damaged mirror is put aside and fetched anew, once an hour at most. */
  fetch(refspec: string): Promise<void>;
  /** The commit that a ref names, if it is here. */
  commitAt(ref: string): Promise<CommitSha | undefined>;
  /** Something here could not be read: the next `ready` looks for damage. */
  noteFailure(): void;
}

/** No git of ours runs that long. */
const STALE_LOCK_MILLIS = MAX_FETCH_MILLIS * 2;

/** Nothing is made or fetched before the first call. */
export function createFollowedMirror(remote: Remote, stateDir: string): FollowedMirror {
  const dir = mirrorOf(remote.address, stateDir);
  const health = createHealthCheck(dir);
  let failureNoted = false;
  const healed = async (refspec: string): Promise<boolean> => {
    if (!(await health.needsRebuild())) return false;
    await rebuildMirror(remote, dir, refspec);
    health.noteRebuilt();
    return true;
  };
  return {
    dir,
    remote,
    async ready(refspec) {
      await initMirror(dir);
      if (!failureNoted) return;
      failureNoted = false;
      removeStaleLocks(dir, STALE_LOCK_MILLIS);
      await healed(refspec);
    },
    async fetch(refspec) {
      await initMirror(dir);
      const result = await fetchInto(remote, dir, refspec);
      if (result.exitCode === 0) return;
      if (knownFailure(remote.name, result) === undefined) {
        removeStaleLocks(dir, STALE_LOCK_MILLIS);
        if (await healed(refspec)) return;
      }
      throw fetchFailure(remote.name, result);
    },
    async commitAt(ref) {
      const found = await runLocal(dir, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
      return found.exitCode === 0 ? parseCommitSha(found.stdout.toString().trim()) : undefined;
    },
    noteFailure() {
      failureNoted = true;
    },
  };
}
