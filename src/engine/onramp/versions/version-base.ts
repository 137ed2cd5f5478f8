import { MistakeError } from '../../../core/model/errors.ts';
import { hasErrors, type Issue } from '../../../core/model/issue.ts';
import type { KeyMigration } from '../../../core/model/key-migration.ts';
import type { AdoptionEdit } from '../../../core/onramp/adopt/adoption-edit.ts';
import { diffTexts } from '../../../core/onramp/adopt/diff-texts.ts';
import { addMigration } from '../../../core/source/edit/edit-registry.ts';
import { editSource } from '../../../core/source/edit/edit-source.ts';
import type { SourceRepository } from '../../../ports/source-repository.ts';
import type { WorkbookReader } from '../../../ports/workbook-reader.ts';
import { type ValidatedRepository, validateRepository } from '../../load-desired-state.ts';
import type { RepositoryBase } from '../adopt/change-repository.ts';
import { memorySource } from '../memory-source.ts';

/** A repository without mistakes, with what it says of plugins' versions. */
export interface VersionBase extends RepositoryBase {
  readonly plugins: ValidatedRepository['plugins'];
}

/** Throws `MistakeError` when the repository has mistakes already. */
export async function readVersionBase(
  { source, workbooks }: { readonly source: SourceRepository; readonly workbooks: WorkbookReader },
  ref: string | undefined,
): Promise<VersionBase> {
  const tree = await source.readTree(ref);
  return { tree, workbooks, ...(await readSound({ ...source, readTree: async () => tree }, workbooks)) };
}

async function readSound(source: SourceRepository, workbooks: WorkbookReader) {
  const { desired, plugins, issues } = await validateRepository(source, workbooks, undefined);
  if (desired === undefined || hasErrors(issues)) {
    const next = 'Mend what `homeamp validate` lists.';
    throw new MistakeError('the repository has mistakes, so nothing was changed', next, issues);
  }
  return { desired, plugins };
}

/** Changed files of a repository, read back without mistakes. */
export interface VersionChange {
  /** Whole new texts. */
  readonly files: ReadonlyMap<string, string>;
  /** As `git apply` takes it. */
  readonly diff: string;
}

export interface WantedChange {
  readonly edits: readonly AdoptionEdit[];
  /** Goes into the registry of plugins. */
  readonly record: { readonly plugin: string; readonly migrations: readonly KeyMigration[] } | undefined;
}

/** Makes the edits, all or none. Throws `MistakeError` with every edit that can't be made, or what would be wrong then. */
export async function changeVersions(base: VersionBase, wanted: WantedChange): Promise<VersionChange> {
  const files = new Map([...editedFiles(base, wanted.edits), ...recordedFile(base, wanted.record)]);
  const source = memorySource(new Map<string, string | Uint8Array>([...base.tree.files, ...files]));
  await readSound(source, base.workbooks);
  const diff = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => diffTexts(path, textOf(base.tree.files.get(path)), text));
  return { files, diff: diff.join('') };
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function editedFiles(
  { tree, desired }: VersionBase,
  edits: readonly AdoptionEdit[],
): ReadonlyMap<string, string> {
  const result = editSource(tree.files, desired, edits);
  if (result.kind === 'edited') return result.files;
  const issues = result.refusals.map(({ message, help, place }): Issue => {
    const nowhere = { file: 'desired-state', line: 0, column: 0 };
    return { severity: 'error', code: 'not-editable', message, help, place: place ?? nowhere };
  });
  throw new MistakeError(
    'some keys can’t be changed here, so nothing was changed',
    'Change these by hand and try again.',
    issues,
  );
}

const REGISTRY = 'desired-state/plugins.yaml';

function recordedFile({ tree }: VersionBase, record: WantedChange['record']): ReadonlyMap<string, string> {
  let bytes = tree.files.get(REGISTRY);
  for (const migration of record?.migrations ?? []) {
    const result = addMigration(bytes, record?.plugin ?? '', migration);
    if (result.kind === 'refused') {
      const reason = result.refusals[0]?.message ?? '';
      throw new MistakeError(
        `the migration can’t be written to ${REGISTRY}: ${reason}`,
        'Write it there by hand and leave --record out.',
      );
    }
    bytes = new TextEncoder().encode(result.text);
  }
  if (bytes === undefined || bytes === tree.files.get(REGISTRY)) return new Map();
  return new Map([[REGISTRY, textOf(bytes) ?? '']]);
}
