import { TransientError } from '../../core/model/errors.ts';
import { localEnvironment } from './git-environment.ts';
import { type GitResult, runGit } from './run-git.ts';
import { scrubCredentials } from './scrub-credentials.ts';

/** One answer of `git cat-file --batch`; undefined for a name that is not there or not unique. */
export interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Reads one repository's objects. */
export interface ObjectReader {
  /** In the order of the names, one spawn. */
  readObjects(names: readonly string[], maxBytes: number): Promise<readonly (GitObject | undefined)[]>;
  /** What `git ls-tree -r -z -l` prints for these paths of a commit. */
  listTree(commit: string, paths: readonly string[]): Promise<Buffer>;
}

const TIMEOUT_MILLIS = 60_000;
const MAX_LISTING = 64 * 1024 * 1024;
const MAX_HEADER = 512;

/** The repository is named outright, so git looks for no other, and its owner may be another user: nothing of it is run. */
export function createObjectReader(gitDir: string): ObjectReader {
  const git = async (args: readonly string[], maxOutputBytes: number, input = ''): Promise<Buffer> => {
    const call = { env: localEnvironment(), timeoutMillis: TIMEOUT_MILLIS, maxOutputBytes, input };
    const result = await runGit({ ...call, args: [`--git-dir=${gitDir}`, ...args] });
    if (result.exitCode !== 0) throw readFailure(gitDir, result);
    return result.stdout;
  };
  return {
    async readObjects(names, maxBytes) {
      const limit = maxBytes + names.length * MAX_HEADER;
      return parseBatch(await git(['cat-file', '--batch'], limit, `${names.join('\n')}\n`), names.length);
    },
    listTree: (commit, paths) =>
      git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit, '--', ...paths], MAX_LISTING),
  };
}

function parseBatch(output: Buffer, count: number): readonly (GitObject | undefined)[] {
  const objects: (GitObject | undefined)[] = [];
  let position = 0;
  while (objects.length < count) {
    const end = output.indexOf(10, position);
    if (end < 0) throw new TransientError('git ended before it gave every object.', 'Try again.');
    const header = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(output.toString('utf8', position, end));
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

function readFailure(gitDir: string, result: GitResult): TransientError {
  const detail = scrubCredentials(result.stderr.trim().slice(0, 500));
  return new TransientError(
    `git can't read ${gitDir}: ${detail}`,
    'Check that this user may read the repository, and `git fsck` for damage.',
  );
}
