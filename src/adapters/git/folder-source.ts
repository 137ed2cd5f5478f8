import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { MistakeError, OperatingError, TransientError } from '../../core/model/errors.ts';
import type { SourceTree } from '../../ports/source-repository.ts';
import type { GitSource } from './git-source.ts';
import { WORK_TREE_REF } from './ref-name.ts';
import { parseSourcePath, SOURCE_FOLDERS, SourceBudget, showUnsafePath } from './source-bounds.ts';

const MAX_DEPTH = 32;
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const DESCRIPTORS = '/proc/self/fd';
const HAS_DESCRIPTOR_PATHS = existsSync(DESCRIPTORS);

/** A folder that no repository holds. */
export function createFolderSource(dir: string): GitSource {
  return {
    async identify(ref) {
      const { revision, treeId } = readAt(dir, ref);
      return { revision, treeId };
    },
    readTree: async (ref) => readAt(dir, ref),
    uncommittedChanges: async () => false,
  };
}

function readAt(dir: string, ref: string | undefined): SourceTree {
  if (ref === undefined || ref === WORK_TREE_REF) return readFolderTree(dir);
  throw new MistakeError(
    `${dir} is not a Git repository, so it has no revision ${JSON.stringify(ref)}.`,
    'Leave --revision out, or name a Git repository as --repo.',
  );
}

/** Reads the files as they lie. The revision is a digest over their paths and contents. */
export function readFolderTree(dir: string): SourceTree {
  try {
    const walk = new FolderWalk(realpathSync(dir));
    for (const folder of SOURCE_FOLDERS) walk.enter(folder);
    if (!walk.found.has(SOURCE_FOLDERS[0])) throw noDesiredState(dir);
    const files = new Map([...walk.files].sort(([a], [b]) => (a < b ? -1 : 1)));
    const digest = digestOf(files);
    return { revision: { kind: 'files', digest }, treeId: digest, files, refused: walk.refused };
  } catch (error) {
    throw readFailure(error, dir);
  }
}

class FolderWalk {
  readonly files = new Map<string, Uint8Array>();
  readonly refused: { readonly path: string; readonly reason: string }[] = [];
  /** The top folders that are there. */
  readonly found = new Set<string>();
  readonly #root: string;
  readonly #budget = new SourceBudget();

  constructor(root: string) {
    this.#root = root;
  }

  enter(top: string): void {
    const entry = readdirSync(this.#root, { withFileTypes: true }).find(({ name }) => name === top);
    if (entry === undefined) return;
    if (entry.isDirectory()) this.found.add(top);
    this.#take(top, entry, 0);
  }

  #take(path: string, entry: Dirent, depth: number): void {
    if (parseSourcePath(Buffer.from(path)) === undefined || path.includes('\ufffd')) {
      this.#refuse(showUnsafePath(Buffer.from(path)), 'its path has characters that are not safe');
    } else if (entry.isSymbolicLink()) this.#refuse(path, 'it is a symbolic link');
    else if (entry.isFile()) this.#readFile(path);
    else if (!entry.isDirectory()) this.#refuse(path, 'it is a device, pipe or socket');
    else if (depth === MAX_DEPTH) this.#refuse(path, 'it lies too deep');
    else this.#readFolder(path, depth + 1);
  }

  #readFolder(path: string, depth: number): void {
    for (const entry of readdirSync(`${this.#root}/${path}`, { withFileTypes: true })) {
      this.#take(`${path}/${entry.name}`, entry, depth);
    }
  }

  #readFile(path: string): void {
    const fullPath = `${this.#root}/${path}`;
    const fd = openSync(fullPath, READ_FLAGS);
    try {
      const stats = fstatSync(fd);
      const openedAt = HAS_DESCRIPTOR_PATHS ? readlinkSync(`${DESCRIPTORS}/${fd}`) : realpathSync(fullPath);
      if (!stats.isFile() || openedAt !== fullPath) {
        this.#refuse(path, 'it changed while it was read');
        return;
      }
      this.#budget.take(path, stats.size);
      this.files.set(path, readFileSync(fd));
    } finally {
      closeSync(fd);
    }
  }

  #refuse(path: string, reason: string): void {
    this.refused.push({ path, reason });
  }
}

function digestOf(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256').update('files');
  for (const [path, bytes] of files) hash.update(`\n${path}\n${bytes.length}\n`).update(bytes);
  return hash.digest('hex');
}

function noDesiredState(dir: string): MistakeError {
  return new MistakeError(
    `${dir} has no folder ${SOURCE_FOLDERS[0]}.`,
    'Name the folder that holds it as --repo, or begin as docs/repository.md shows.',
  );
}

function readFailure(error: unknown, dir: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (error instanceof OperatingError || code === undefined) return error;
  if (code === 'EACCES' || code === 'EPERM') {
    return new MistakeError(
      `A file in ${dir} may not be read by this user.`,
      'Correct the owner or mode of the files.',
    );
  }
  return new TransientError(`The files in ${dir} can't be read (${code}).`, 'Try again.', { cause: error });
}
