import type { BranchCommit } from '../../core/model/branch-commit.ts';
import { TransientError } from '../../core/model/errors.ts';
import { type CommitSha, parseCommitSha } from '../../core/model/revision.ts';
import type { HistoryLine } from '../../ports/repository-history.ts';
import { treeIdOf } from './commit-source.ts';
import { parseCommit } from './commit-text.ts';
import type { ObjectReader } from './object-reader.ts';
import { KEEP_NAMES, keepRef } from './own-refs.ts';
import { runLocal } from './run-local.ts';
import { SOURCE_FOLDERS } from './source-bounds.ts';

/** One mirror's commits. */
export interface CommitPlaceHere {
  readonly dir: string;
  readonly reader: ObjectReader;
}

/** Lines that are longer are not walked to their end. */
const MAX_WALK = 100_000;
const MAX_LISTING = MAX_WALK * 200;
const MAX_COMMIT_BYTES = 64 * 1024 * 1024;

/** As `RepositoryHistory.line`. Throws `TransientError` when a commit is missing that this host keeps. */
export async function readLine(
  place: CommitPlaceHere,
  { from, to, limit }: { readonly from: CommitSha; readonly to: CommitSha; readonly limit: number },
): Promise<HistoryLine> {
  const [start, end] = await place.reader.nameObjects([from, to]);
  if (end?.type !== 'commit') throw missingCommit();
  if (start?.type !== 'commit') {
    if (await isKept(place.dir, from)) throw missingCommit();
    return { kind: 'rewritten' };
  }
  const steps = from === to ? [] : await walkBack(place.dir, from, to);
  if (from !== to && steps.length < MAX_WALK && steps[0]?.parent !== from) return { kind: 'rewritten' };
  if (steps.length > limit) return { kind: 'too-long' };
  return {
    kind: 'line',
    commits: await describeCommits(
      place.reader,
      steps.map((step) => step.sha),
    ),
  };
}

/** In the order of the names. Throws `TransientError` when one is not here. */
export async function describeCommits(
  reader: ObjectReader,
  shas: readonly CommitSha[],
): Promise<readonly BranchCommit[]> {
  if (shas.length === 0) return [];
  const folders = shas.flatMap((sha) => SOURCE_FOLDERS.map((folder) => `${sha}:${folder}`));
  const commits = await reader.readObjects(shas, MAX_COMMIT_BYTES);
  const trees = await reader.nameObjects(folders);
  return shas.map((sha, index) => {
    const commit = commits[index];
    if (commit?.type !== 'commit') throw missingCommit();
    const { parents, authorEmail, subject } = parseCommit(commit.bytes);
    const start = index * SOURCE_FOLDERS.length;
    const treeId = treeIdOf(trees.slice(start, start + SOURCE_FOLDERS.length));
    return { sha, parents, treeId, authorEmail, subject };
  });
}

interface Step {
  readonly sha: CommitSha;
  readonly parent: CommitSha | undefined;
}

/** Oldest first. Whether the walk began at `from` shows in the first step's parent. */
async function walkBack(dir: string, from: CommitSha, to: CommitSha): Promise<readonly Step[]> {
  const options = ['--first-parent', '--parents', `--max-count=${MAX_WALK}`];
  const listed = await runLocal(dir, ['rev-list', ...options, `${from}..${to}`, '--'], {
    maxOutputBytes: MAX_LISTING,
  });
  if (listed.exitCode !== 0) throw missingCommit();
  const steps = listed.stdout
    .toString()
    .split('\n')
    .map((line) => line.split(' ').map(parseCommitSha))
    .flatMap(([sha, parent]) => (sha === undefined ? [] : [{ sha, parent }]));
  return steps.reverse();
}

/** Refs are read without looking for their commits. */
async function isKept(dir: string, sha: CommitSha): Promise<boolean> {
  for (const name of KEEP_NAMES) {
    const kept = await runLocal(dir, ['rev-parse', '--verify', '--quiet', keepRef(name)]);
    if (kept.stdout.toString().trim() === sha) return true;
  }
  return false;
}

/** What to throw where a commit should be in the mirror and is not. */
export function missingCommit(): TransientError {
  return new TransientError(
    'The mirror of the repository lacks a commit that it should have.',
    'It is checked for damage, and made anew, at the next pass.',
  );
}
