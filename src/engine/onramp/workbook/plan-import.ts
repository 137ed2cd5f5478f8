import { MistakeError } from '../../../core/model/errors.ts';
import type { Issue, SourcePlace } from '../../../core/model/issue.ts';
import type { Workbook } from '../../../core/model/workbook.ts';
import {
  compareValues,
  type ValueChange,
  type ValueComparison,
} from '../../../core/onramp/workbook/compare-values.ts';
import { editSource } from '../../../core/source/edit/edit-source.ts';
import type { EditRefusal, SourceEdit } from '../../../core/source/edit/source-edit.ts';
import { loadDesiredState } from '../../load-desired-state.ts';
import type { RepositoryBase } from '../adopt/make-edits.ts';
import { memorySource } from '../memory-source.ts';
import { type ExportedValues, readCells, readExported } from './read-cells.ts';

/** Whose value counts where both have changed it. */
export type Preference = 'repository' | 'workbook';

/** What importing a workbook means for a repository. */
export interface ImportPlan extends ValueComparison {
  /** What the files are edited to: the changes, and the conflicts where the workbook is preferred. */
  readonly edits: readonly ValueChange[];
  /** Whole new texts of the files that change. */
  readonly files: ReadonlyMap<string, string>;
  readonly exported: ExportedValues;
  readonly warnings: readonly Issue[];
}

/**
 * Compares a workbook with what it was exported from and with the repository, and edits the repository's files in
 * memory; with conflicts and no preference it edits nothing. Throws `MistakeError` with every mistake in the cells, with
 * every edit that can't be made, or with the mistakes that the edited repository would have.
 */
export async function planImport(
  base: RepositoryBase,
  workbook: Workbook,
  prefer: Preference | undefined,
): Promise<ImportPlan> {
  const { values, warnings } = readCells(workbook, base.desired);
  const exported = readExported(workbook, base.desired);
  const comparison = compareValues({
    exported: exported.values,
    workbook: values,
    repository: base.desired,
  });
  const { changes, conflicts } = comparison;
  const isHeld = conflicts.length > 0 && prefer === undefined;
  const edits = isHeld ? [] : prefer === 'workbook' ? [...changes, ...conflicts] : changes;
  const files = await editFiles(base, edits, workbook.file);
  return { ...comparison, edits, files, exported, warnings };
}

async function editFiles(
  { tree, desired, workbooks }: RepositoryBase,
  changes: readonly ValueChange[],
  workbook: string,
): Promise<ReadonlyMap<string, string>> {
  if (changes.length === 0) return new Map();
  const edits = changes.map((change) => ({ change, edit: editOf(change) }));
  const result = editSource(
    tree.files,
    desired,
    edits.map(({ edit }) => edit),
  );
  if (result.kind === 'refused') {
    const issues = result.refusals.map((refusal) => {
      const change = edits.find(({ edit }) => edit === refusal.edit)?.change;
      return refusedIssue(refusal, change?.place ?? { file: workbook, line: 0, column: 0 });
    });
    const message = 'the repository can’t be made to say what the workbook says, so nothing was imported';
    throw new MistakeError(message, 'Do what is said at each place, then import again.', issues);
  }
  const source = memorySource(new Map<string, string | Uint8Array>([...tree.files, ...result.files]));
  await loadDesiredState({ source, workbooks, ref: undefined });
  return result.files;
}

function editOf({ subject, after, reason }: ValueChange): SourceEdit {
  if (subject.kind === 'variable') {
    const { scope, name } = subject;
    const isSet = after?.kind === 'value';
    return {
      kind: 'variable',
      scope,
      name,
      change: isSet ? { kind: 'set', value: after.value } : { kind: 'remove' },
    };
  }
  const { scope: layer, plugin, file, path } = subject;
  const change = after === undefined ? ({ kind: 'release' } as const) : changeOf(after);
  return { kind: 'key', layer, plugin, file, path, change, ...(reason === undefined ? {} : { reason }) };
}

function changeOf(value: NonNullable<ValueChange['after']>) {
  return value.kind === 'absent'
    ? ({ kind: 'absent' } as const)
    : ({ kind: 'set', value: value.value } as const);
}

function refusedIssue({ message, help, place: where }: EditRefusal, place: SourcePlace): Issue {
  const at = where === undefined || where.sheet !== undefined ? '' : ` (${where.file}:${where.line})`;
  return { severity: 'error', code: 'edit-refused', message: `${message}${at}`, help, place };
}
