import { MistakeError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import { missingCommit } from './branch-line.ts';
import { type CommitPlace, identifyCommit, readCommitTree } from './commit-source.ts';
import type { FollowedMirror } from './followed-mirror.ts';
import { createObjectReader } from './object-reader.ts';
import { runLocal } from './run-local.ts';

/** One commit of a mirror, whatever ref is asked for. Throws `TransientError` when its objects are not all here. */
export function createCommitSource({ dir, remote }: FollowedMirror, sha: CommitSha): SourceRepository {
  const place: CommitPlace = {
    reader: createObjectReader(dir),
    prefix: '',
    name: remote.name,
    defaultRef: sha,
    nextWithoutCommit: 'Fetch it again.',
  };
  /** Objects that a damaged mirror lacks read like folders that nobody committed. */
  const surely = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      if (error instanceof MistakeError && !(await isWhole(dir, sha))) throw missingCommit();
      throw error;
    }
  };
  return {
    identify: () => surely(() => identifyCommit(place, sha)),
    readTree: () => surely(() => readCommitTree(place, sha)),
  };
}

async function isWhole(dir: string, sha: CommitSha): Promise<boolean> {
  const walked = await runLocal(dir, ['rev-list', '--quiet', '--objects', '--no-walk', sha]);
  return walked.exitCode === 0;
}
