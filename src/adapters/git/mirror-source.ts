import { MistakeError } from '../../core/model/errors.ts';
import { type CommitPlace, identifyCommit, readCommitTree } from './commit-source.ts';
import { fetchMirror, MIRROR_HEAD } from './fetch-mirror.ts';
import type { GitSource } from './git-source.ts';
import { mirrorOf } from './mirror.ts';
import { createObjectReader } from './object-reader.ts';
import { WORK_TREE_REF } from './ref-name.ts';
import { scrubCredentials } from './scrub-credentials.ts';

/** A remote repository by way of a bare mirror. `readTree` uses what the last `identify` fetched. */
export function createMirrorSource(address: string, stateDir: string): GitSource {
  const mirror = mirrorOf(address, stateDir);
  const name = scrubCredentials(address);
  const place: CommitPlace = {
    reader: createObjectReader(mirror),
    prefix: '',
    name,
    defaultRef: MIRROR_HEAD,
    nextWithoutCommit: 'Push a commit to its default branch, or name another branch with --revision.',
  };
  let isFetched = false;
  const fetch = async (ref: string | undefined): Promise<void> => {
    if (ref === WORK_TREE_REF) throw noWorkTree(name);
    await fetchMirror(address, mirror);
    isFetched = true;
  };
  return {
    async identify(ref) {
      await fetch(ref);
      return identifyCommit(place, ref);
    },
    async readTree(ref) {
      if (!isFetched) await fetch(ref);
      return readCommitTree(place, ref);
    },
    uncommittedChanges: async () => false,
  };
}

function noWorkTree(name: string): MistakeError {
  return new MistakeError(
    `${name} is an address and has no work tree.`,
    'Leave --revision out, or name a branch, tag or commit.',
  );
}
