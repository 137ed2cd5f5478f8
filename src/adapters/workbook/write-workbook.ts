import type { Cell, Style, Worksheet } from 'exceljs';
import { cellAddress } from '../../core/model/workbook.ts';
import type { ColumnDraft, SheetDraft, WorkbookDraft } from '../../core/model/workbook-draft.ts';

/** Rows below the last one that have the choices of their column as well. */
const SPARE_ROWS = 500;

/** The library knows a style again by its object, and is ten times slower with one for each cell. */
const PLAIN: Partial<Style> = {};
const TEXT: Partial<Style> = { numFmt: '@' };
const NOTE: Partial<Style> = { numFmt: '@', font: { italic: true, color: { argb: 'FF7F7F7F' } } };
const HEAD: Partial<Style> = {
  numFmt: '@',
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7EEF7' } },
};

/** The bytes of an .xlsx file. Texts stay texts, also those that look like a number, a date or a formula. */
export async function writeWorkbook(draft: WorkbookDraft): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  workbook.creator = 'homeamp';
  for (const sheet of draft.sheets) {
    const made = workbook.addWorksheet(sheet.name, {
      state: sheet.visibility === 'shown' ? 'visible' : 'hidden',
      views: [{ state: 'frozen', xSplit: sheet.frozenColumns, ySplit: sheet.head.length }],
    });
    fillSheet(made, sheet);
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function fillSheet(made: Worksheet, sheet: SheetDraft): void {
  const { columns, head, rows } = sheet;
  made.columns = columns.map(({ width }) => ({ width }));
  for (const cells of head)
    made.addRow([...cells]).eachCell((cell) => {
      cell.style = HEAD;
    });
  for (const cells of rows) {
    const row = made.addRow([...cells]);
    columns.forEach(({ kind }, index) => {
      styleCell(row.getCell(index + 1), kind);
    });
  }
  if (rows.length === 0 || columns.length === 0) return;
  const header = head.length - 1;
  made.autoFilter = `${cellAddress(header, 0)}:${cellAddress(header + rows.length, columns.length - 1)}`;
  addChoices(made, sheet);
}

function styleCell(cell: Cell, kind: ColumnDraft['kind']): void {
  cell.style = kind === 'note' ? NOTE : typeof cell.value === 'string' ? TEXT : PLAIN;
  if (kind === 'edited' && typeof cell.value === 'boolean') cell.dataValidation = SWITCH;
}

/** A reference to a variable may stand there as well. */
const SWITCH: Cell['dataValidation'] = {
  type: 'list',
  formulae: ['"TRUE,FALSE"'],
  allowBlank: true,
  showErrorMessage: true,
  errorStyle: 'warning',
  error: 'This value is TRUE or FALSE.',
};

function addChoices(made: Worksheet, { columns, head, rows }: SheetDraft): void {
  columns.forEach(({ choices }, index) => {
    if (choices === undefined) return;
    const last = head.length + rows.length + SPARE_ROWS - 1;
    validationsOf(made).add(`${cellAddress(head.length, index)}:${cellAddress(last, index)}`, {
      type: 'list',
      formulae: [choices.range],
      allowBlank: true,
      showErrorMessage: true,
      errorStyle: choices.isStrict ? 'stop' : 'warning',
      error: 'It is not in the list.',
    });
  });
}

/** The library's types do not know of them. */
function validationsOf(made: Worksheet) {
  return (
    made as Worksheet & {
      readonly dataValidations: { add(range: string, validation: Cell['dataValidation']): void };
    }
  ).dataValidations;
}
