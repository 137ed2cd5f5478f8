import { TransientError } from '../../core/model/errors.ts';
import type { GitResult } from './run-git.ts';
import { runLocal } from './run-local.ts';
import { scrubCredentials } from './scrub-credentials.ts';

/** What a name stands for. */
export interface NamedObject {
  readonly oid: string;
  readonly type: string;
}

/** One answer of `git cat-file --batch`; undefined for a name that is not there or not unique. */
export interface GitObject extends NamedObject {
  readonly bytes: Buffer;
}

/** Reads one repository's objects. */
export interface ObjectReader {
  /** In the order of the names, one spawn. */
  readObjects(names: readonly string[], maxBytes: number): Promise<readonly (GitObject | undefined)[]>;
  /** The same without reading what is in them. */
  nameObjects(names: readonly string[]): Promise<readonly (NamedObject | undefined)[]>;
  /** What `git ls-tree -r -z -l` prints for these paths of a commit or tree. */
  listTree(treeish: string, paths: readonly string[]): Promise<Buffer>;
}

const TIMEOUT_MILLIS = 60_000;
const MAX_LISTING = 64 * 1024 * 1024;
const MAX_HEADER = 512;
const HEADER = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/;

/** The repository is named outright, so git looks for no other, and its owner may be another user: nothing of it is run. */
export function createObjectReader(gitDir: string): ObjectReader {
  const git = async (args: readonly string[], maxOutputBytes: number, input = ''): Promise<Buffer> => {
    const result = await runLocal(gitDir, args, { timeoutMillis: TIMEOUT_MILLIS, maxOutputBytes, input });
    if (result.exitCode !== 0) throw readFailure(gitDir, result);
    return result.stdout;
  };
  return {
    async readObjects(names, maxBytes) {
      const limit = maxBytes + names.length * MAX_HEADER;
      return parseBatch(await git(['cat-file', '--batch'], limit, `${names.join('\n')}\n`), names.length);
    },
    async nameObjects(names) {
      const limit = names.length * MAX_HEADER;
      const output = await git(['cat-file', '--batch-check'], limit, `${names.join('\n')}\n`);
      return parseNames(output.toString('utf8'), names.length);
    },
    listTree: (treeish, paths) =>
      git(['ls-tree', '-r', '-z', '-l', '--full-tree', treeish, '--', ...paths], MAX_LISTING),
  };
}

function parseBatch(output: Buffer, count: number): readonly (GitObject | undefined)[] {
  const objects: (GitObject | undefined)[] = [];
  let position = 0;
  while (objects.length < count) {
    const end = output.indexOf(10, position);
    if (end < 0) throw endedEarly();
    const header = HEADER.exec(output.toString('utf8', position, end));
    position = end + 1;
    const [, oid, type, size] = header ?? [];
    if (oid === undefined || type === undefined) {
      objects.push(undefined);
      continue;
    }
    const bytes = output.subarray(position, position + Number(size));
    objects.push({ oid, type, bytes });
    position += bytes.length + 1;
  }
  return objects;
}

function parseNames(output: string, count: number): readonly (NamedObject | undefined)[] {
  const lines = output.split('\n');
  if (lines.length <= count) throw endedEarly();
  return lines.slice(0, count).map((line) => {
    const [, oid, type] = HEADER.exec(line) ?? [];
    return oid === undefined || type === undefined ? undefined : { oid, type };
  });
}

function endedEarly(): TransientError {
  return new TransientError('git ended before it gave every object.', 'Try again.');
}

function readFailure(gitDir: string, result: GitResult): TransientError {
  const detail = scrubCredentials(result.stderr.trim().slice(0, 500));
  return new TransientError(
    `git can't read ${gitDir}: ${detail}`,
    'Check that this user may read the repository, and `git fsck` for damage.',
  );
}
