import type { CellValue, Worksheet } from 'exceljs';
import type { Issue } from '../../core/model/issue.ts';
import type { Workbook, WorkbookCell, WorkbookSheet } from '../../core/model/workbook.ts';
import { refuseArchive } from './check-archive.ts';

const LARGEST_FILE_BYTES = 16 * 1024 * 1024;
const MOST_SHEETS = 200;
const MOST_COLUMNS = 500;
const MOST_CELLS = 500_000;

/** The library would fill these out cell by cell, whatever their size. */
const NOT_NEEDED = ['dataValidations', 'cols', 'conditionalFormatting', 'extLst', 'rowBreaks', 'tableParts'];

/** What came of one workbook: its cells, or an issue that says why there are none. */
export interface WorkbookReading {
  readonly workbook: Workbook | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Reads an .xlsx file's cells. `file` is its path in the repository; nothing is read from a disk. Large files and
 * archives are refused before any library unpacks them.
 */
export async function readWorkbook(file: string, bytes: Uint8Array): Promise<WorkbookReading> {
  const refusal = bytes.length > LARGEST_FILE_BYTES ? 'it is larger than 16 MiB' : refuseArchive(bytes);
  if (refusal !== undefined) return refuse(file, refusal);
  const sheets = await loadSheets(bytes);
  return typeof sheets === 'string' ? refuse(file, sheets) : { workbook: { file, sheets }, issues: [] };
}

function refuse(file: string, reason: string): WorkbookReading {
  const issue: Issue = {
    severity: 'error',
    code: 'unreadable-workbook',
    message: `The workbook can’t be read: ${reason}.`,
    help: 'Save it again as .xlsx without a password, or write the values as YAML.',
    place: { file, line: 0, column: 0 },
  };
  return { workbook: undefined, issues: [issue] };
}

async function loadSheets(bytes: Uint8Array): Promise<readonly WorkbookSheet[] | string> {
  // Most fleets have no workbook, so they don't wait for the library.
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  try {
    await workbook.xlsx.load(bytes.slice().buffer as ArrayBuffer, { ignoreNodes: [...NOT_NEEDED] });
  } catch {
    return 'it is no .xlsx file, or it is damaged';
  }
  if (workbook.worksheets.length > MOST_SHEETS) return `it has more than ${MOST_SHEETS} sheets`;
  const sheets: WorkbookSheet[] = [];
  let cells = 0;
  for (const sheet of workbook.worksheets) {
    const columns = sheet.columnCount;
    if (columns > MOST_COLUMNS) return `a sheet has more than ${MOST_COLUMNS} columns`;
    const rows = lastRowOf(sheet);
    cells += rows * columns;
    if (cells > MOST_CELLS) return `it has more than ${MOST_CELLS} cells`;
    sheets.push({ name: sheet.name, rows: rowsOf(sheet, rows) });
  }
  return sheets;
}

/** Programs write rows that only have a height, down to the last one that a sheet can have. */
function lastRowOf(sheet: Worksheet): number {
  let last = 0;
  sheet.eachRow((_, number) => {
    last = Math.max(last, number);
  });
  return last;
}

function rowsOf(sheet: Worksheet, count: number): readonly (readonly WorkbookCell[])[] {
  const rows: WorkbookCell[][] = Array.from({ length: count }, () => []);
  sheet.eachRow((row, number) => {
    const cells: WorkbookCell[] = [];
    for (let column = 1; column <= row.cellCount; column += 1) cells.push(toCell(row.getCell(column).value));
    rows[number - 1] = cells;
  });
  return rows;
}

function toCell(value: CellValue): WorkbookCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if ('error' in value) return { kind: 'unusable', reason: `the error ${value.error}` };
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('text' in value) return toCell(value.text as CellValue);
  if ('result' in value) return toCell(value.result);
  return { kind: 'unusable', reason: 'a formula without a result' };
}
