import type { DesiredState } from '../../model/desired-state.ts';
import type { Issue, SourcePlace } from '../../model/issue.ts';
import { keyId } from '../../model/key-path.ts';
import { scopeId } from '../../model/scopes-of.ts';
import { VIEW_MARK } from '../../model/sheet-role.ts';
import type { ColumnDraft, DraftCell, SheetDraft, WorkbookDraft } from '../../model/workbook-draft.ts';
import { EXPORTED_SHEETS } from './exported-sheets.ts';
import { helpSheet } from './help-sheet.ts';
import { type ChoiceLists, choiceLists } from './lists-sheet.ts';
import { createReachFinder, type Reach, type ReachFinder } from './reach.ts';
import { EDITED_COLUMNS, overrideCells, valueNote, variableCells } from './value-row.ts';
import { ownedValue, viewSheets } from './view-sheets.ts';

export interface ExportInput {
  readonly desired: DesiredState;
  /** What was read: a commit's id, or words. */
  readonly revision: string;
  /** The overrides of these alone, and no variables; all of both when empty. */
  readonly plugins: readonly string[];
  /** A wide sheet for each plugin, to look at. */
  readonly hasViews: boolean;
}

export interface WorkbookExport {
  readonly workbook: WorkbookDraft;
  readonly variables: number;
  readonly overrides: number;
  /** Plugins that a view was wanted for and found no room. */
  readonly withoutView: readonly string[];
  /** Values that no cell can hold. With any of them the workbook must not be used. */
  readonly issues: readonly Issue[];
}

interface ExportContext {
  readonly desired: DesiredState;
  readonly reach: ReachFinder;
  readonly refuse: (what: string, place: SourcePlace) => void;
}

/** Every variable and override as the rows of a workbook, from which the same values are read again. */
export function exportWorkbook({ desired, revision, plugins, hasViews }: ExportInput): WorkbookExport {
  const issues: Issue[] = [];
  const refuse = (what: string, place: SourcePlace) => issues.push(tooLong(what, place));
  const context = { desired, reach: createReachFinder(desired), refuse };
  const isWanted = ({ plugin }: { readonly plugin: string }) =>
    plugins.length === 0 || plugins.includes(plugin);
  const overrides = overrideRows(context, isWanted);
  const variables = plugins.length === 0 ? variableRows(context) : [];
  const views = hasViews ? viewSheets(desired, context.reach, isWanted) : { sheets: [], withoutRoom: [] };
  const lists = choiceLists(desired);
  const sheets = [
    helpSheet(revision),
    valuesSheet('overrides', overrides, lists),
    ...(plugins.length === 0 ? [valuesSheet('variables', variables, lists)] : []),
    ...views.sheets,
    lists.sheet,
    exportedSheet('overrides', overrides, revision),
    ...(plugins.length === 0 ? [exportedSheet('variables', variables, revision)] : []),
  ];
  return {
    workbook: { sheets },
    variables: variables.length,
    overrides: overrides.length,
    withoutView: views.withoutRoom,
    issues,
  };
}

function tooLong(what: string, place: SourcePlace): Issue {
  return {
    severity: 'error',
    code: 'unwritable-cell',
    message: `No cell of a workbook can hold ${what}.`,
    help: 'Keep it in YAML, and export the plugins that you want to edit with --plugin.',
    place,
  };
}

interface ExportedRow {
  readonly edited: readonly DraftCell[];
  readonly notes: readonly DraftCell[];
}

const NOTE_LENGTH = 120;

function overrideRows(
  { desired, reach, refuse }: ExportContext,
  isWanted: (value: { readonly plugin: string }) => boolean,
): readonly ExportedRow[] {
  const sorted = sortedBy(desired.overrides.filter(isWanted), (override) => [
    override.plugin,
    override.file,
    keyId(override.key.path),
    scopeOrder(override.scope),
  ]);
  return sorted.flatMap((override) => {
    const { plugin, file, key } = override;
    const edited = overrideCells(override, desired);
    if (edited === undefined) refuse(`the value of \`${plugin}\` ${file}:${keyId(key.path)}`, key.place);
    const notes = [
      valueNote(ownedValue(desired, override), NOTE_LENGTH),
      reachNote(reach.ofOverride(override)),
      placeNote(key.place),
    ];
    return edited === undefined ? [] : [{ edited, notes }];
  });
}

function variableRows({ desired, reach, refuse }: ExportContext): readonly ExportedRow[] {
  const sorted = sortedBy(desired.variables, ({ name, scope }) => [name, scopeOrder(scope)]);
  return sorted.flatMap((variable) => {
    const edited = variableCells(variable, desired);
    if (edited === undefined) refuse(`the variable \`${variable.name}\``, variable.place);
    const notes = [reachNote(reach.ofVariable(variable)), placeNote(variable.place)];
    return edited === undefined ? [] : [{ edited, notes }];
  });
}

const SCOPE_ORDER = ['fleet', 'host', 'group', 'instance'];

function scopeOrder(scope: Parameters<typeof scopeId>[0]): string {
  return `${SCOPE_ORDER.indexOf(scope.kind)}${scopeId(scope)}`;
}

function sortedBy<T>(values: readonly T[], keyOf: (value: T) => readonly string[]): readonly T[] {
  return values
    .map((value) => ({ value, key: keyOf(value).join('\u0000') }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ value }) => value);
}

function placeNote({ file, line, sheet, cell }: SourcePlace): string {
  return sheet === undefined ? `${file}:${line}` : `${file} (${sheet}!${cell ?? ''})`;
}

const NAMED_MAX = 3;

function reachNote({ covered, won }: Reach): string {
  if (covered.length === 0) return 'on no server';
  if (won.length === covered.length) return `on ${won.length}`;
  const lost = covered.filter((instance) => !won.includes(instance)).map(({ name }) => name);
  const more = lost.length > NAMED_MAX ? ` and ${lost.length - NAMED_MAX} more` : '';
  return `on ${won.length} of ${covered.length}; not on ${lost.slice(0, NAMED_MAX).join(', ')}${more}`;
}

type Role = keyof typeof EDITED_COLUMNS;

const SHEET_NAMES = { overrides: 'Overrides', variables: 'Variables' } as const;
const WIDTHS: Readonly<Record<string, number>> = { ConfigKey: 44, Value: 30, Reason: 36, Name: 28 };
const NOTES = {
  overrides: ['Baseline', 'Counts', 'Written in'],
  variables: ['Counts', 'Written in'],
} as const;

function valuesSheet(role: Role, rows: readonly ExportedRow[], lists: ChoiceLists): SheetDraft {
  const titles = EDITED_COLUMNS[role];
  const notes = NOTES[role].map((): ColumnDraft => ({ width: 30, kind: 'note', choices: undefined }));
  return {
    name: SHEET_NAMES[role],
    visibility: 'shown',
    columns: [...titles.map((title) => editedColumn(title, lists)), ...notes],
    head: [[...titles, ...NOTES[role]]],
    frozenColumns: role === 'overrides' ? 2 : 1,
    rows: rows.map(({ edited, notes: cells }) => [...edited, ...cells]),
  };
}

function editedColumn(title: string, lists: ChoiceLists): ColumnDraft {
  return { width: WIDTHS[title] ?? 18, kind: 'edited', choices: lists.of(title) };
}

/** What was exported, for telling later which rows were changed and which are gone. */
function exportedSheet(role: Role, rows: readonly ExportedRow[], revision: string): SheetDraft {
  const titles = EDITED_COLUMNS[role];
  return {
    name: EXPORTED_SHEETS[role],
    visibility: 'hidden',
    columns: titles.map(() => ({ width: 18, kind: 'note', choices: undefined })),
    head: [[`${VIEW_MARK}. What was exported, of ${revision}; needed for importing.`], [...titles]],
    frozenColumns: 0,
    rows: rows.map(({ edited }) => edited),
  };
}
