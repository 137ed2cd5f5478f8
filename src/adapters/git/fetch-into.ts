import type { Remote } from './remote-access.ts';
import type { GitResult } from './run-git.ts';

/** A first fetch of a large repository over a slow line must fit in. */
export const MAX_FETCH_MILLIS = 15 * 60_000;

const OPTIONS = [
  '--force',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--quiet',
];

/** Fetches one ref into a bare repository; cleaning up is left to others. Resolves with any exit code. */
export function fetchInto(remote: Remote, gitDir: string, refspec: string): Promise<GitResult> {
  return remote.run(
    [`--git-dir=${gitDir}`, 'fetch', ...OPTIONS, '--', remote.address, refspec],
    MAX_FETCH_MILLIS,
  );
}
