import { writeKeyText } from '../../formats/key-text.ts';
import { type WrittenCell, writeCellValue } from '../../formats/write-cell-value.ts';
import type { SourceKey } from '../../model/baseline.ts';
import type { DesiredState, Override, VariableDefinition } from '../../model/desired-state.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import { scopeCell } from '../../model/scopes-of.ts';
import { MORE_COLUMNS, ROLE_COLUMNS } from '../../model/sheet-role.ts';
import type { DraftCell } from '../../model/workbook-draft.ts';

/** The columns that people edit, in the order of `overrideCells` and `variableCells`. */
export const EDITED_COLUMNS = {
  overrides: [...ROLE_COLUMNS.overrides, ...MORE_COLUMNS.overrides],
  variables: [...ROLE_COLUMNS.variables, ...MORE_COLUMNS.variables],
} as const;

/** An override as a row; undefined where no cell can hold its value. */
export function overrideCells(override: Override, desired: DesiredState): readonly DraftCell[] | undefined {
  const { scope, plugin, file, key, reason } = override;
  const written = writeSourceValue(key.value);
  if (written === undefined) return undefined;
  const { cell, type } = written;
  const text = `${file}:${keyCell(desired, { plugin, file, path: key.path })}`;
  return [plugin, text, scopeCell(scope, desired.fleet), cell, type, plainLine(reason ?? '') || null];
}

/** A variable as a row; undefined where no cell can hold its value. */
export function variableCells(
  { name, scope, value }: VariableDefinition,
  desired: DesiredState,
): readonly DraftCell[] | undefined {
  const written = writeCellValue(value);
  return written && [name, scopeCell(scope, desired.fleet), written.cell, written.type];
}

function writeSourceValue(
  value: SourceKey['value'],
): WrittenCell | { readonly cell: null; readonly type: 'absent' } | undefined {
  return value.kind === 'absent' ? { cell: null, type: 'absent' } : writeCellValue(value.value);
}

interface KeyOfFile {
  readonly plugin: string;
  readonly file: string;
  readonly path: KeyPath;
}

/** What the baseline owns is found by its dotted name, whatever its segments are. */
function keyCell({ baselines }: DesiredState, { plugin, file, path }: KeyOfFile): string {
  const id = keyId(path);
  const owned = baselines.get(plugin)?.files.find((one) => one.path === file)?.keys ?? [];
  const text = writeKeyText(path);
  const isOwned = owned.some((key) => keyId(key.path) === id && writeKeyText(key.path) === text);
  return isOwned && !/[\p{Cc}\p{Cs}]|^\s|\s$/u.test(id) ? id : text;
}

/** What a value looks like beside others, at most `max` characters. */
export function valueNote(value: SourceKey['value'] | undefined, max: number): string {
  if (value === undefined) return '';
  if (value.kind === 'absent') return '(absent)';
  const written = writeCellValue(value.value);
  if (written === undefined) return '(too long for a cell)';
  const text = written.cell === null ? (written.type === 'null' ? '(null)' : '""') : String(written.cell);
  return plainLine(text.length > max ? `${text.slice(0, max - 1)}…` : text);
}

/** Control characters do not survive in a cell. */
function plainLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]+/gu, ' ')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '- ')
    .trim();
}
