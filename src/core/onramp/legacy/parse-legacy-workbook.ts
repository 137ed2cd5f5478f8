import { parseCellValue } from '../../formats/parse-cell-value.ts';
import type { SourcePlace } from '../../model/issue.ts';
import { cellAddress, type Workbook, type WorkbookCell, type WorkbookSheet } from '../../model/workbook.ts';
import type { BadCell, LegacyWorkbook, SheetRole, ValueRow, WideCell } from './legacy-tables.ts';
import { isMatrixHeader } from './parse-legacy-matrix.ts';

const VALUES_SHEET = ['plugin', 'configkey', 'server', 'value', 'valuetype'] as const;
const TYPES = new Set(['str', 'int', 'float', 'bool', 'list', 'dict']);
const WIDE_NAME = /_Variables$/i;

/**
 * Reads a workbook of variables, told by the headers of its sheets, wherever they stand and whatever they are called;
 * undefined for any other workbook.
 */
export function parseLegacyWorkbook(workbook: Workbook): LegacyWorkbook | undefined {
  const sheets = workbook.sheets
    .filter(({ rows }) => rows.length > 0)
    .map((sheet) => ({ sheet, role: roleOf(sheet) }));
  const first = sheets.find(({ role }) => role === 'values')?.sheet;
  if (first === undefined) return undefined;
  const badRows: BadCell[] = [];
  const rows: ValueRow[] = [];
  const wideCells: WideCell[] = [];
  for (const { sheet, role } of sheets) {
    if (role === 'values') rows.push(...readValues(workbook.file, sheet, badRows));
    if (role === 'wide') wideCells.push(...readWide(workbook.file, sheet));
  }
  return {
    place: { file: workbook.file, line: 0, column: 0, sheet: first.name, cell: 'A1' },
    rows,
    badRows,
    wideCells,
    sheets: sheets.map(({ sheet, role }) => ({ place: placeIn(workbook.file, sheet, 0, 0), role })),
  };
}

function titlesOf({ rows }: WorkbookSheet): readonly string[] {
  return (rows[0] ?? []).map((cell) => (typeof cell === 'string' ? cell.trim().toLowerCase() : ''));
}

function roleOf(sheet: WorkbookSheet): SheetRole {
  const titles = titlesOf(sheet);
  if (isMatrixHeader(sheet.rows[0] ?? [])) return 'matrix';
  if (VALUES_SHEET.every((title) => titles.includes(title))) return 'values';
  if (titles[0] === 'configkey' && titles.length > 1) return 'wide';
  const isSummary = titles.some((title) =>
    /^(?:variablekeyscount|affectedservers|pluginswithvariables|totalvariablekeys)$/.test(title),
  );
  return isSummary ? 'derived' : 'unknown';
}

function readValues(file: string, sheet: WorkbookSheet, badRows: BadCell[]): readonly ValueRow[] {
  const titles = titlesOf(sheet);
  const columns = VALUES_SHEET.map((title) => titles.indexOf(title));
  return sheet.rows.slice(1).flatMap((cells, index) => {
    if (cells.every((cell) => cell === null)) return [];
    const [plugin, key, server, value, type] = columns.map((column) => cells[column] ?? null);
    const place = placeIn(file, sheet, index + 1, columns[3] ?? 0);
    const row = {
      plugin: textOf(plugin),
      key: textOf(key),
      server: textOf(server),
      type: textOf(type).toLowerCase(),
      place,
    };
    const reason = reasonAgainst(row, value ?? null);
    const read = reason === undefined ? parseCellValue(value ?? null, row.type) : undefined;
    if (read !== undefined) {
      return [{ ...row, shown: shownText(value ?? null), value: read, isBlank: value === null }];
    }
    badRows.push({ place, reason: reason ?? `the value does not fit its type ${row.type}` });
    return [];
  });
}

/** Why a row gives no value, as far as that shows without reading the value. */
function reasonAgainst(row: Pick<ValueRow, 'plugin' | 'key' | 'server' | 'type'>, value: WorkbookCell) {
  if (row.plugin === '' || row.key === '' || row.server === '')
    return 'the row lacks its plugin, key or server';
  if (!TYPES.has(row.type)) return 'the type is none that the earlier manager had';
  if (value === null && row.type !== 'str') return 'the cell is blank, and its type is no text';
  return undefined;
}

function readWide(file: string, sheet: WorkbookSheet): readonly WideCell[] {
  const servers = (sheet.rows[0] ?? []).map(textOf);
  const plugin = sheet.name.replace(WIDE_NAME, '');
  return sheet.rows.slice(1).flatMap((cells, index) => {
    const key = textOf(cells[0]);
    if (key === '') return [];
    return servers.flatMap((server, column) => {
      if (column === 0 || server === '') return [];
      const place = placeIn(file, sheet, index + 1, column);
      return [{ plugin, key, server, shown: shownText(cells[column] ?? null), place }];
    });
  });
}

function placeIn(file: string, sheet: WorkbookSheet, row: number, column: number): SourcePlace {
  return { file, line: 0, column: 0, sheet: sheet.name, cell: cellAddress(row, column) };
}

function textOf(cell: WorkbookCell | undefined): string {
  return shownText(cell ?? null).trim();
}

function shownText(cell: WorkbookCell): string {
  return cell === null || typeof cell === 'object' ? '' : String(cell);
}
