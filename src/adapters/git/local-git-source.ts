import { type CommitPlace, identifyCommit, readCommitTree } from './commit-source.ts';
import type { FoundRepository } from './find-repository.ts';
import { readFolderTree } from './folder-source.ts';
import { localEnvironment } from './git-environment.ts';
import type { GitSource } from './git-source.ts';
import { createObjectReader } from './object-reader.ts';
import { WORK_TREE_REF } from './ref-name.ts';
import { runGit } from './run-git.ts';
import { SOURCE_FOLDERS } from './source-bounds.ts';

const STATUS_TIMEOUT_MILLIS = 30_000;
const MAX_STATUS_BYTES = 16 * 1024 * 1024;

/** Commits of a repository on this disk, and its work tree as the ref `WORKTREE`. */
export function createLocalGitSource(dir: string, repository: FoundRepository): GitSource {
  const place: CommitPlace = {
    reader: createObjectReader(repository.gitDir),
    prefix: repository.prefix,
    name: dir,
    defaultRef: 'HEAD',
    nextWithoutCommit:
      'Commit the files (`git add` and `git commit`), or read them as they lie with --revision WORKTREE.',
  };
  return {
    async identify(ref) {
      if (ref !== WORK_TREE_REF) return identifyCommit(place, ref);
      const { revision, treeId } = readFolderTree(dir);
      return { revision, treeId };
    },
    readTree: async (ref) => (ref === WORK_TREE_REF ? readFolderTree(dir) : readCommitTree(place, ref)),
    uncommittedChanges: () => hasChanges(repository),
  };
}

/** Not knowing is told as false: this only serves a hint. */
async function hasChanges(repository: FoundRepository): Promise<boolean> {
  if (repository.workTree === undefined) return false;
  const result = await runGit({
    // Without --git-dir git checks the owner: comparing files may run filters that the repository's configuration names.
    args: [
      '-C',
      `${repository.workTree}/${repository.prefix}`,
      'status',
      '--porcelain=v1',
      '-z',
      '--',
      ...SOURCE_FOLDERS,
    ],
    env: localEnvironment(),
    timeoutMillis: STATUS_TIMEOUT_MILLIS,
    maxOutputBytes: MAX_STATUS_BYTES,
  });
  return result.exitCode === 0 && result.stdout.length > 0;
}
