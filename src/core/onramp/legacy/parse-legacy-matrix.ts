import { parse } from 'csv-parse/sync';
import type { SourcePlace } from '../../model/issue.ts';
import { cellAddress, type Workbook, type WorkbookCell } from '../../model/workbook.ts';
import type { BadCell, LegacyMatrix, MatrixRow } from './legacy-tables.ts';

const FIRST_COLUMN = 'plugin_name';
const DETAILS = ['plugin_type', 'auto_update', 'update_source'] as const;
const SERVER = /^server_/i;

interface TableRow {
  readonly cells: readonly string[];
  readonly place: (column: number) => SourcePlace;
}

/** Reads a CSV text whose header is the matrix's; undefined for any other text. */
export function parseMatrixCsv(file: string, text: string): LegacyMatrix | 'unreadable' | undefined {
  if (!/^\uFEFF?"?plugin_name"?\s*,/i.test(text)) return undefined;
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\n', '\r\n', '\r'],
      max_record_size: 1_000_000,
    }) as unknown as readonly { record: string[]; info: { lines: number } }[];
    return parseTable(
      records.map(({ record, info }) => ({
        cells: record,
        place: () => ({ file, line: info.lines, column: 1 }),
      })),
    );
  } catch {
    return 'unreadable';
  }
}

/** The same from the sheet of a workbook that has the matrix's header. */
export function parseMatrixSheets({ file, sheets }: Workbook): LegacyMatrix | undefined {
  const sheet = sheets.find(({ rows }) => isMatrixHeader(rows[0] ?? []));
  if (sheet === undefined) return undefined;
  return parseTable(
    sheet.rows.map((cells, row) => ({
      cells: cells.map(cellText),
      place: (column) => ({
        file,
        line: 0,
        column: 0,
        sheet: sheet.name,
        cell: cellAddress(row, column),
      }),
    })),
  );
}

/** True for a first row that begins as the matrix's. */
export function isMatrixHeader(cells: readonly WorkbookCell[]): boolean {
  return typeof cells[0] === 'string' && cells[0].trim().toLowerCase() === FIRST_COLUMN;
}

function parseTable([header, ...body]: readonly TableRow[]): LegacyMatrix | undefined {
  if (header === undefined) return undefined;
  const titles = header.cells.map((title) => title.trim());
  const columns = titles.flatMap((title, index) =>
    SERVER.test(title) ? [{ index, name: title.replace(SERVER, '') }] : [],
  );
  const badCells: BadCell[] = titles.flatMap((title, index) =>
    index === 0 || SERVER.test(title) || isDetail(title)
      ? []
      : [{ place: header.place(index), reason: 'the column is none that the earlier manager had' }],
  );
  const rows = body
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map((row) => parseRow(row, { titles, columns, badCells }));
  return { place: header.place(0), servers: columns.map(({ name }) => name), rows, badCells };
}

function isDetail(title: string): boolean {
  return DETAILS.some((detail) => detail === title.toLowerCase());
}

interface Columns {
  readonly titles: readonly string[];
  readonly columns: readonly { readonly index: number; readonly name: string }[];
  readonly badCells: BadCell[];
}

function parseRow({ cells, place }: TableRow, { titles, columns, badCells }: Columns): MatrixRow {
  const detail = (name: (typeof DETAILS)[number]): string =>
    cells[titles.findIndex((title) => title.toLowerCase() === name)]?.trim() ?? '';
  const on = columns.flatMap(({ index, name }) => {
    const cell = (cells[index] ?? '').trim().toLowerCase();
    if (cell === 'true') return [name];
    if (cell !== 'false' && cell !== '') {
      badCells.push({ place: place(index), reason: 'the cell is neither True nor False' });
    }
    return [];
  });
  cells.slice(titles.length).forEach((cell, index) => {
    if (cell.trim() !== '')
      badCells.push({ place: place(titles.length + index), reason: 'the cell has no column' });
  });
  return {
    plugin: cells[0]?.trim() ?? '',
    type: detail('plugin_type').toLowerCase(),
    autoUpdate: detail('auto_update').toLowerCase(),
    updateSource: detail('update_source').toLowerCase(),
    on,
    place: place(0),
  };
}

function cellText(cell: WorkbookCell): string {
  return cell === null || typeof cell === 'object' ? '' : String(cell);
}
