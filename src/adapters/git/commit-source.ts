import { createHash } from 'node:crypto';
import { MistakeError } from '../../core/model/errors.ts';
import { parseCommitSha, type Revision } from '../../core/model/revision.ts';
import type { SourceTree } from '../../ports/source-repository.ts';
import { subjectOf } from './commit-text.ts';
import type { NamedObject, ObjectReader } from './object-reader.ts';
import { readBlobs } from './read-blobs.ts';
import { assertRef } from './ref-name.ts';
import { SOURCE_FOLDERS } from './source-bounds.ts';

/** Where in a repository to read, and how to speak of it. */
export interface CommitPlace {
  readonly reader: ObjectReader;
  /** Empty, or the folder of the repository that holds `desired-state/`, with `/` at the end. */
  readonly prefix: string;
  /** For messages. */
  readonly name: string;
  readonly defaultRef: string;
  /** What to do where the default ref names no commit. */
  readonly nextWithoutCommit: string;
}

interface IdentifiedTree {
  readonly revision: Revision & { readonly kind: 'commit' };
  readonly treeId: string;
}

const MAX_IDENTIFY_BYTES = 16 * 1024 * 1024;

/** One spawn: the commit with its subject, and the two folders' trees. */
export async function identifyCommit(place: CommitPlace, ref: string | undefined): Promise<IdentifiedTree> {
  const name = ref ?? place.defaultRef;
  assertRef(name);
  const folders = SOURCE_FOLDERS.map((folder) => `${name}:${place.prefix}${folder}`);
  const names = [`${name}^{commit}`, ...folders];
  const [commit, ...trees] = await place.reader.readObjects(names, MAX_IDENTIFY_BYTES);
  if (commit?.type !== 'commit') throw unknownRef(place, ref);
  const sha = parseCommitSha(commit.oid);
  if (sha === undefined) {
    throw new MistakeError(
      `${place.name} names its commits by SHA-256, which homeamp does not read.`,
      'Use a repository with SHA-1 names, as GitHub does.',
    );
  }
  if (trees[0]?.type !== 'tree') throw noDesiredState(place, name);
  return { revision: { kind: 'commit', sha, subject: subjectOf(commit.bytes) }, treeId: treeIdOf(trees) };
}

/** Reads the two folders at a ref. */
export async function readCommitTree(place: CommitPlace, ref: string | undefined): Promise<SourceTree> {
  const { revision, treeId } = await identifyCommit(place, ref);
  const paths = SOURCE_FOLDERS.map((folder) => `${place.prefix}${folder}`);
  const listing = await place.reader.listTree(revision.sha, paths);
  const { files, refused } = await readBlobs(place.reader, listing, place.prefix);
  return { revision, treeId, files, refused };
}

/** The id of a content: from what `desired-state` and `templates` name, in this order. */
export function treeIdOf(trees: readonly (NamedObject | undefined)[]): string {
  const hash = createHash('sha256').update('git-trees');
  for (const tree of trees) hash.update(`\n${tree?.oid ?? 'absent'}`);
  return hash.digest('hex');
}

function unknownRef(place: CommitPlace, ref: string | undefined): MistakeError {
  if (ref === undefined) return new MistakeError(`${place.name} has no commit yet.`, place.nextWithoutCommit);
  return new MistakeError(
    `${place.name} has no commit that is named ${JSON.stringify(ref)}.`,
    'Name a branch, a tag or a full commit id; `git branch --all` and `git tag` list them.',
  );
}

/** What to throw where `desired-state` is missing. */
export function noDesiredState(place: Pick<CommitPlace, 'name' | 'prefix'>, name: string): MistakeError {
  return new MistakeError(
    `${place.name} has no folder ${place.prefix}${SOURCE_FOLDERS[0]} at ${name}.`,
    'Name the folder that holds it as --repo and commit it, use --revision WORKTREE to read a folder as it lies, or begin as docs/repository.md shows.',
  );
}
