import { join } from 'node:path';
import exceljs from 'exceljs';
import type { Scene } from './scene.ts';
import { createInstalledWorld, type World } from './world.ts';

/** The document about spreadsheets, whose reader changes a cell between two commands. */
export const WORKBOOK_SCENES: readonly (readonly [string, Scene])[] = [
  ['docs/workbook.md', { begin: createInstalledWorld, before: new Map([['--dry-run', changeCell]]) }],
];

async function changeCell({ repository }: World): Promise<void> {
  const file = join(repository, 'values.xlsx');
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  const sheet = workbook.getWorksheet('Overrides');
  if (sheet === undefined) throw new Error('there is no sheet of overrides');
  sheet.getCell('D2').value = 45;
  await workbook.xlsx.writeFile(file);
}
