import { CELL_TYPES, parseCellValue } from '../formats/parse-cell-value.ts';
import type { ConfigValue } from '../model/config-value.ts';
import type { Fleet, Scope } from '../model/desired-state.ts';
import type { SourcePlace } from '../model/issue.ts';
import { columnOf, MORE_COLUMNS, ROLE_COLUMNS, roleOf } from '../model/sheet-role.ts';
import { ABSENT_MARK, findReservedCharacter, markReferences } from '../model/variable-reference.ts';
import { cellAddress, type Workbook, type WorkbookCell, type WorkbookSheet } from '../model/workbook.ts';
import { findFileOfKey, type KnownBaselines } from './find-file-of-key.ts';
import { type FindInstance, instanceFinder } from './find-instance.ts';
import { checkKeys, toSourceKey } from './parse-block.ts';
import { checkDefinition, type ScopedValues } from './parse-variables.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

interface WorkbookContext {
  readonly fleet: Pick<Fleet, 'hosts' | 'groups' | 'instances'>;
  readonly baselines: KnownBaselines;
  readonly report: ReportIssue;
}

interface SheetContext extends WorkbookContext {
  readonly find: FindInstance;
  readonly workbook: Workbook;
  readonly sheet: WorkbookSheet;
}

/** Reads the sheets that have a role, told by their headers; the others are named in a warning, views apart. */
export function parseWorkbook(workbook: Workbook, context: WorkbookContext): ScopedValues {
  const find = instanceFinder(context.fleet.instances, context.report);
  const unknown: string[] = [];
  const variables: ScopedValues['variables'][number][] = [];
  const overrides: ScopedValues['overrides'][number][] = [];
  for (const sheet of workbook.sheets) {
    const sheetContext = { ...context, find, workbook, sheet };
    const role = roleOf(sheet);
    if (role === 'overrides') overrides.push(...parseLongSheet(sheetContext));
    else if (role === 'variables') variables.push(...parseVariablesSheet(sheetContext));
    else if (role === undefined && sheet.rows.length > 0) unknown.push(sheet.name);
  }
  reportUnknownSheets(workbook, unknown, context.report);
  return { variables, overrides };
}

function reportUnknownSheets(workbook: Workbook, names: readonly string[], report: ReportIssue): void {
  const [first] = names;
  if (first === undefined) return;
  const place = { file: workbook.file, line: 0, column: 0, sheet: first };
  const shown = names.slice(0, 5).map(quoteName).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const { overrides, variables } = ROLE_COLUMNS;
  const help = `Sheets that count have the columns ${overrides.join(', ')} or ${variables.join(', ')}.`;
  report('unknown-sheet', place, `The workbook’s sheets ${shown}${more} are not read.`, help);
}

interface SheetRow {
  /** The trimmed text of a cell, and where it is. */
  text(title: string): string;
  cell(title: string): WorkbookCell;
  place(title: string): SourcePlace;
}

/** The rows below the header that are not blank, by column title. Unusable cells are reported and their rows left out. */
function sheetRows(
  { workbook, sheet, report }: SheetContext,
  role: keyof typeof ROLE_COLUMNS,
): readonly SheetRow[] {
  const header = sheet.rows[0] ?? [];
  const titles: readonly string[] = ROLE_COLUMNS[role];
  const read: readonly string[] = [...titles, ...MORE_COLUMNS[role]];
  const rows: SheetRow[] = [];
  sheet.rows.forEach((cells, index) => {
    const place = (title: string): SourcePlace => {
      const column = Math.max(0, columnOf(header, title));
      const cell = cellAddress(index, column);
      return { file: workbook.file, line: index + 1, column: column + 1, sheet: sheet.name, cell };
    };
    const cell = (title: string): WorkbookCell => cells[columnOf(header, title)] ?? null;
    if (index === 0 || titles.every((title) => cell(title) === null)) return;
    const bad = read.filter((title) => !isUsable(cell(title), place(title), report));
    if (bad.length === 0) rows.push({ cell, place, text: (title) => String(cell(title) ?? '').trim() });
  });
  return rows;
}

function isUsable(cell: WorkbookCell, place: SourcePlace, report: ReportIssue): boolean {
  if (cell !== null && typeof cell === 'object') {
    report('unusable-cell', place, `This cell can’t be used: ${cell.reason}.`, 'Write the value itself.');
    return false;
  }
  if (typeof cell !== 'string' || findReservedCharacter(cell) === -1) return true;
  report('reserved-character', place, 'The cell holds a reserved character.', 'Remove the character.');
  return false;
}

function parseVariablesSheet(context: SheetContext): ScopedValues['variables'] {
  return sheetRows(context, 'variables').flatMap((row) => {
    const scope = parseScope(row.text('Scope'), row.place('Scope'), context);
    const value = rowValue(row, context.report);
    if (scope === undefined || value === undefined) return [];
    const definition = { name: row.text('Name'), value, place: row.place('Value'), scope };
    return checkDefinition(definition, context.report) ? [definition] : [];
  });
}

function parseLongSheet(context: SheetContext): ScopedValues['overrides'] {
  return sheetRows(context, 'overrides').flatMap((row) => {
    const plugin = row.text('Plugin');
    const scope = parseScope(row.text('Server'), row.place('Server'), context);
    const found = findFileOfKey({ plugin, key: row.text('ConfigKey') }, context.baselines, {
      pluginPlace: row.place('Plugin'),
      keyPlace: row.place('ConfigKey'),
      report: context.report,
    });
    const isAbsent = typeOfRow(row) === 'absent';
    const value = isAbsent ? ABSENT_MARK : rowValue(row, context.report);
    if (scope === undefined || found === undefined || value === undefined) return [];
    const key = toSourceKey({ path: found.path, value, place: row.place('Value') }, 'yaml');
    checkKeys([key], context.report);
    return [{ scope, plugin, file: found.file, key, reason: row.text('Reason') || undefined }];
  });
}

function typeOfRow(row: SheetRow): string {
  return row.text('ValueType').toLowerCase();
}

function rowValue(row: SheetRow, report: ReportIssue): ConfigValue | undefined {
  const cell = row.cell('Value');
  const type = typeOfRow(row);
  const value = parseCellValue(typeof cell === 'string' ? markReferences(cell) : cell, type);
  if (value === undefined) {
    const help = `Types are ${CELL_TYPES.slice(0, 6).join(', ')}; a list reads like \`['a', 'b']\`.`;
    report('bad-cell-value', row.place('Value'), `The value does not fit the type ${quoteName(type)}.`, help);
  }
  return value;
}

function parseScope(text: string, place: SourcePlace, context: SheetContext): Scope | undefined {
  if (text === 'fleet' || text === '*') return { kind: 'fleet' };
  const { fleet, report } = context;
  const [, kind, name = ''] = /^(host|group|instance):\s*(.*)$/.exec(text) ?? [];
  if (kind === 'host' && fleet.hosts.has(name)) return { kind, name };
  if (kind === 'group' && fleet.groups.includes(name)) return { kind, name };
  if (kind === 'host' || kind === 'group') {
    const code = kind === 'host' ? 'unknown-host' : 'unknown-group';
    report(code, place, `The ${kind} ${quoteName(name)} is not in the fleet.`, 'Correct the name.');
    return undefined;
  }
  if (text === '') {
    const help = 'Write `fleet`, `host:NAME`, `group:NAME` or the name of an instance.';
    report('unknown-scope', place, 'The row does not say where it counts.', help);
    return undefined;
  }
  const instance = context.find(kind === 'instance' ? name : text, place);
  return instance === undefined ? undefined : { kind: 'instance', name: instance.id };
}
