import { MistakeError } from '../../../core/model/errors.ts';
import { scopeId } from '../../../core/model/scopes-of.ts';
import { compareValues, type Values } from '../../../core/onramp/workbook/compare-values.ts';
import { editSource } from '../../../core/source/edit/edit-source.ts';
import type { SourceEdit } from '../../../core/source/edit/source-edit.ts';
import { loadDesiredState } from '../../load-desired-state.ts';
import type { RepositoryBase } from '../adopt/make-edits.ts';
import { memorySource } from '../memory-source.ts';

/** A workbook on its way into the repository. */
export interface MovedWorkbook {
  /** Its path in the repository. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What it holds. */
  readonly values: Values;
}

/** The YAML files as they are without the values that a workbook takes over. */
export async function moveIntoWorkbook(
  base: RepositoryBase,
  { file, bytes, values }: MovedWorkbook,
): Promise<ReadonlyMap<string, string>> {
  return moved(base, new Map([...base.tree.files, [file, bytes]]), removals(values));
}

/** The YAML files as they are with the values of a workbook, whose file is then to be taken out of the repository. */
export async function moveOutOfWorkbook(
  base: RepositoryBase,
  file: string,
): Promise<ReadonlyMap<string, string>> {
  const { tree, desired } = base;
  const isThere = (place: { readonly file: string }) => place.file === file;
  const values = {
    variables: desired.variables.filter(({ place }) => isThere(place)),
    overrides: desired.overrides.filter(({ key }) => isThere(key.place)),
  };
  const rest = {
    ...desired,
    variables: desired.variables.filter(({ place }) => !isThere(place)),
    overrides: desired.overrides.filter(({ key }) => !isThere(key.place)),
  };
  const files = new Map([...tree.files].filter(([path]) => path !== file));
  return moved({ ...base, desired: rest }, files, additions(values), desired);
}

/**
 * Throws `MistakeError` where an edit can't be made; gives nothing before the repository, with `files` in place of its
 * own and the edits made, was read and says the same as before.
 */
async function moved(
  { desired, workbooks }: RepositoryBase,
  files: ReadonlyMap<string, Uint8Array>,
  edits: readonly SourceEdit[],
  before: Values = desired,
): Promise<ReadonlyMap<string, string>> {
  const result = editSource(files, desired, edits);
  if (result.kind === 'refused') {
    const issues = result.refusals.map(({ message, help, place }) => ({
      severity: 'error' as const,
      code: 'edit-refused',
      message,
      help,
      place: place ?? { file: 'desired-state/variables', line: 0, column: 0 },
    }));
    const next = 'Write these as is said at each, then try again.';
    throw new MistakeError('some values can’t be moved, so none was', next, issues);
  }
  const source = memorySource(new Map<string, string | Uint8Array>([...files, ...result.files]));
  const after = await loadDesiredState({ source, workbooks, ref: undefined });
  const { changes } = compareValues({ exported: before, workbook: after.desired, repository: before });
  if (changes.length > 0) throw new Error(`moving would change ${changes.length} values`);
  return result.files;
}

function removals({ variables, overrides }: Values): readonly SourceEdit[] {
  return [
    ...variables.map(
      ({ scope, name }): SourceEdit => ({ kind: 'variable', scope, name, change: { kind: 'remove' } }),
    ),
    ...overrides.map(({ scope: layer, plugin, file, key }): SourceEdit => {
      return { kind: 'key', layer, plugin, file, path: key.path, change: { kind: 'release' } };
    }),
  ];
}

function additions({ variables, overrides }: Values): readonly SourceEdit[] {
  const reasons = reasonsOf(overrides);
  return [
    ...variables.map(
      ({ scope, name, value }): SourceEdit => ({
        kind: 'variable',
        scope,
        name,
        change: { kind: 'set', value },
      }),
    ),
    ...overrides.map(({ scope: layer, plugin, file, key: { path, value } }): SourceEdit => {
      const change = value.kind === 'absent' ? value : ({ kind: 'set', value: value.value } as const);
      const reason = reasons.get(`${scopeId(layer)} ${plugin}`);
      return { kind: 'key', layer, plugin, file, path, change, ...(reason === undefined ? {} : { reason }) };
    }),
  ];
}

/** YAML has one reason for a plugin and scope, a workbook one for each row. */
function reasonsOf(overrides: Values['overrides']): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { scope, plugin, reason } of overrides) {
    const id = `${scopeId(scope)} ${plugin}`;
    const known = reasons.get(id);
    if (reason === undefined || known?.split('; ').includes(reason)) continue;
    reasons.set(id, known === undefined ? reason : `${known}; ${reason}`);
  }
  return reasons;
}
