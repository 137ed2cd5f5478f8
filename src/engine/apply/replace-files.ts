import { ApplyFailedError, OperatingError, StalePlanError, StuckError } from '../../core/model/errors.ts';
import type { InstancePath } from '../../core/model/instance.ts';
import type { StagedFile } from '../../ports/live-files.ts';
import type { JournalEntry, JournalFile } from '../../ports/state-store.ts';
import { storeManifest } from '../backups/store-manifest.ts';
import { sha256 } from '../digest.ts';
import { backUp } from './backup.ts';
import type { FileReplacer, HostWriters } from './host-writers.ts';
import { manifestOfRun } from './manifest-of-run.ts';
import type { Image, Replacement } from './replacement.ts';

export interface ReplaceInput {
  /** Everything of the journal entry that does not change on the way. */
  readonly entry: Omit<JournalEntry, 'step' | 'files'>;
  readonly replacements: readonly Replacement[];
  /** Records what was done; runs after the files are in place and before the journal forgets them. */
  readonly finish: (files: readonly JournalFile[]) => void;
}

/**
 * Replaces all files of one instance or none. The backup set is durable before the first byte changes, the journal tells
 * at every step how to go on after a crash, and every file is read back. When a step fails the files are put back and
 * the failure is thrown; `StuckError` when putting back fails as well.
 */
export async function replaceFiles(host: FileReplacer, input: ReplaceInput): Promise<void> {
  await backUpRun(host, input);
  const files = input.replacements.map((replacement, index) =>
    journalFile(input.entry.id, replacement, index),
  );
  const write = (step: JournalEntry['step']) => host.journal.write({ ...input.entry, step, files });
  write('staging');
  const staged: StagedFile[] = [];
  const done: Replacement[] = [];
  try {
    stageAll(host, input, files, staged);
    write('committing');
    commitAll(host, input, staged, done);
    readBack(host, input.entry.root, input.replacements);
  } catch (failure) {
    undo(host, input, { staged, done, write });
    throw asApplyFailure(failure, input);
  }
  write('committed');
  input.finish(files);
  host.journal.remove(input.entry.id);
}

/** Both sides of every file and what names them. A run that stops here leaves a set of what never came to be. */
async function backUpRun(host: FileReplacer, { entry, replacements }: ReplaceInput): Promise<void> {
  const images = replacements.flatMap(({ before, after }) => [before, after]);
  await backUp(
    host.backups,
    images.flatMap((image) => (image === undefined ? [] : [image.bytes])),
  );
  await storeManifest(host, manifestOfRun(entry, replacements));
}

const ABSENT = 'absent';

function journalFile(id: string, replacement: Replacement, index: number): JournalFile {
  const meta = replacement.before?.meta ?? { mode: 0, uid: 0, gid: 0 };
  return {
    path: replacement.path,
    before: replacement.before?.digest ?? ABSENT,
    after: replacement.after?.digest ?? ABSENT,
    temporaryName: `.homeamp-${id}-${index}.tmp`,
    ...meta,
  };
}

function stageAll(
  host: FileReplacer,
  input: ReplaceInput,
  files: readonly JournalFile[],
  staged: StagedFile[],
): void {
  input.replacements.forEach(({ path, after }, index) => {
    if (after === undefined) return;
    const name = files[index]?.temporaryName ?? '';
    staged.push(host.writer.stage(input.entry.root, path, after.bytes, after.meta, name));
  });
}

function commitAll(
  host: FileReplacer,
  input: ReplaceInput,
  staged: readonly StagedFile[],
  done: Replacement[],
): void {
  const byPath = new Map(staged.map((file) => [file.path, file]));
  for (const replacement of input.replacements) {
    const { path, before } = replacement;
    if (currentDigest(host, input.entry.root, path) !== (before?.digest ?? ABSENT))
      throw staleFile(input, path);
    done.push(replacement);
    const file = byPath.get(path);
    if (file === undefined) host.writer.remove(input.entry.root, path);
    else host.writer.commit(file);
  }
}

function readBack(host: FileReplacer, root: string, replacements: readonly Replacement[]): void {
  for (const { path, after } of replacements) {
    if (currentDigest(host, root, path) !== (after?.digest ?? ABSENT)) {
      throw new ApplyFailedError(
        `${path} does not read back as it was written`,
        'Check the disk and its file system.',
      );
    }
  }
}

/** Digest of what is at a path now, `absent`, or `unreadable`. */
export function currentDigest(host: Pick<HostWriters, 'files'>, root: string, path: InstancePath): string {
  const live = host.files.read(root, path);
  switch (live.kind) {
    case 'absent':
      return ABSENT;
    case 'unreadable':
      return 'unreadable';
    case 'present':
      return sha256(live.bytes);
  }
}

interface Progress {
  readonly staged: readonly StagedFile[];
  readonly done: readonly Replacement[];
  readonly write: (step: JournalEntry['step']) => void;
}

function undo(host: FileReplacer, input: ReplaceInput, progress: Progress): void {
  try {
    progress.write('restoring');
    for (const file of progress.staged) host.writer.discard(file);
    for (const replacement of progress.done) putBack(host, input.entry, replacement);
    host.journal.remove(input.entry.id);
  } catch (failure) {
    progress.write('frozen');
    throw new StuckError(
      `${input.entry.instance}: a file could not be put back, so the instance is frozen`,
      `Mend the cause, then run \`homeamp rollback ${input.entry.id}\`.`,
      { cause: failure },
    );
  }
}

function putBack(
  host: FileReplacer,
  entry: ReplaceInput['entry'],
  { path, before, after }: Replacement,
): void {
  const now = currentDigest(host, entry.root, path);
  if (now === (before?.digest ?? ABSENT)) return;
  if (now !== (after?.digest ?? ABSENT)) throw new Error(`${path} was changed by somebody else meanwhile`);
  restoreImage(host, {
    root: entry.root,
    path,
    image: before,
    temporaryName: `.homeamp-${entry.id}-restore.tmp`,
  });
}

export interface RestoreInput {
  readonly root: string;
  readonly path: InstancePath;
  readonly image: Image | undefined;
  readonly temporaryName: string;
}

/** Puts an image in place, or deletes the file when there was none, and proves it by reading. */
export function restoreImage(host: Pick<HostWriters, 'files' | 'writer'>, input: RestoreInput): void {
  const { root, path, image } = input;
  if (image === undefined) host.writer.remove(root, path);
  else host.writer.commit(host.writer.stage(root, path, image.bytes, image.meta, input.temporaryName));
  if (currentDigest(host, root, path) !== (image?.digest ?? ABSENT)) {
    throw new ApplyFailedError(
      `${path} does not read back as it was restored`,
      'Check the disk and its file system.',
    );
  }
}

function staleFile(input: ReplaceInput, path: InstancePath): StalePlanError {
  return new StalePlanError(
    `${input.entry.instance}: ${path} was changed since the plan was made`,
    'Nothing was changed. Look at a new plan and apply that.',
  );
}

/** Kinds that say what to do next stay as they are, since all files were put back. */
function asApplyFailure(failure: unknown, input: ReplaceInput): OperatingError {
  if (failure instanceof OperatingError) return failure;
  return new ApplyFailedError(
    `${input.entry.instance}: writing failed, and every file was put back`,
    'See the cause, mend it, and apply again.',
    { cause: failure },
  );
}
