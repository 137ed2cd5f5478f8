import { MistakeError, TransientError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { MergedTree } from '../../ports/repository-history.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import { missingCommit } from './branch-line.ts';
import { noDesiredState, treeIdOf } from './commit-source.ts';
import { showText, subjectOf } from './commit-text.ts';
import type { ObjectReader } from './object-reader.ts';
import { readBlobs } from './read-blobs.ts';
import type { GitResult } from './run-git.ts';
import { runLocal } from './run-local.ts';
import { parseSourcePath, SOURCE_FOLDERS, showUnsafePath } from './source-bounds.ts';

/** Where to merge, and how to speak of it. */
export interface MergePlace {
  readonly dir: string;
  readonly reader: ObjectReader;
  readonly name: string;
}

interface Merge {
  readonly base: CommitSha;
  readonly head: CommitSha;
}

const MAX_CONFLICTS = 20;
const MAX_OUTPUT = 16 * 1024 * 1024;
const MAX_COMMIT_BYTES = 16 * 1024 * 1024;
const MAX_PATH = 1024;
const TREE = /^([0-9a-f]{40})\0/;
const USAGE_EXIT_CODE = 129;
/** Attributes may name a merge driver, but no configuration of this call says what one would run. */
const CONFIG = ['core.attributesFile=/dev/null', 'merge.renameLimit=1000'];

/** Merges without a work tree; git runs nothing for it. Throws `MistakeError` where git is too old. */
export async function mergeCommits(place: MergePlace, merge: Merge): Promise<MergedTree> {
  const words = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z'];
  const config = CONFIG.flatMap((setting) => ['-c', setting]);
  const result = await runLocal(place.dir, [...config, ...words, merge.base, merge.head], {
    maxOutputBytes: MAX_OUTPUT,
    env: { GIT_ATTR_NOSYSTEM: '1' },
  });
  if (result.exitCode === USAGE_EXIT_CODE) throw tooOld();
  const tree = TREE.exec(result.stdout.toString('latin1', 0, 41))?.[1];
  // A commit that is not here gives the exit code of a conflict too, but no tree.
  if (tree === undefined || result.exitCode < 0 || result.exitCode > 1) return whyNot(place, merge, result);
  if (result.exitCode === 1) return { kind: 'conflict', paths: conflictsOf(result.stdout) };
  return mergedTree(place, tree, merge.head);
}

async function mergedTree(place: MergePlace, tree: string, head: CommitSha): Promise<MergedTree> {
  const trees = await place.reader.nameObjects(SOURCE_FOLDERS.map((folder) => `${tree}:${folder}`));
  const treeId = treeIdOf(trees);
  const identify: SourceRepository['identify'] = async () => {
    if (trees[0]?.type !== 'tree')
      throw noDesiredState({ name: place.name, prefix: '' }, 'the merged commit');
    const [commit] = await place.reader.readObjects([head], MAX_COMMIT_BYTES);
    if (commit?.type !== 'commit') throw missingCommit();
    return { revision: { kind: 'commit', sha: head, subject: subjectOf(commit.bytes) }, treeId };
  };
  const readTree: SourceRepository['readTree'] = async () => {
    const identity = await identify(undefined);
    const listing = await place.reader.listTree(tree, SOURCE_FOLDERS);
    return { ...identity, ...(await readBlobs(place.reader, listing, '')) };
  };
  return { kind: 'merged', treeId, source: { identify, readTree } };
}

/** The names come after the id of the tree that holds the conflict marks. */
function conflictsOf(output: Buffer): readonly string[] {
  const paths: string[] = [];
  let start = output.indexOf(0) + 1;
  while (start > 0 && start < output.length && paths.length < MAX_CONFLICTS) {
    const end = output.indexOf(0, start);
    if (end <= start) break;
    const bytes = output.subarray(start, end);
    paths.push(showText(parseSourcePath(bytes) ?? showUnsafePath(bytes), MAX_PATH));
    start = end + 1;
  }
  return paths;
}

/** Commits without a common one can't be merged, which git tells by failing. */
async function whyNot(place: MergePlace, { base, head }: Merge, result: GitResult): Promise<MergedTree> {
  const common = await runLocal(place.dir, ['merge-base', base, head]);
  if (common.exitCode === 1) return { kind: 'conflict', paths: [] };
  throw new TransientError(
    `git can't merge two commits of ${place.name}.`,
    'Check the room on the disk; the mirror is checked for damage at the next pass.',
    { cause: new Error(result.stderr.slice(0, 500)) },
  );
}

function tooOld(): MistakeError {
  return new MistakeError(
    'The git of this host is older than 2.38 and merges with a work tree only.',
    'Install git 2.38 or newer.',
  );
}
