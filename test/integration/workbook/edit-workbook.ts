import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { onTestFinished } from 'vitest';

type Sheets = Readonly<Record<string, exceljs.Worksheet | undefined>>;

/** A copy of a workbook with some cells changed, as a person with a spreadsheet would. Gone when the test ends. */
export async function editWorkbook(
  file: string,
  edit: (sheets: Sheets, workbook: exceljs.Workbook) => unknown,
): Promise<string> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  edit(Object.fromEntries(workbook.worksheets.map((sheet) => [sheet.name, sheet])), workbook);
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-workbook-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const copy = join(dir, 'edited.xlsx');
  await workbook.xlsx.writeFile(copy);
  return copy;
}

/** Empties rows, the last one included: the library's own way to remove rows leaves those at the end. */
export function clearRows(sheet: exceljs.Worksheet | undefined, first: number, last: number): void {
  for (let number = first; number <= last; number += 1) {
    sheet?.getRow(number).eachCell((cell) => {
      cell.value = null;
    });
  }
}
