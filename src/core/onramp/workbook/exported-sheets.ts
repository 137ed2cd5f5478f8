import { VIEW_MARK } from '../../model/sheet-role.ts';
import type { Workbook } from '../../model/workbook.ts';

/** The hidden sheets that hold the rows as they were exported. */
export const EXPORTED_SHEETS = {
  overrides: 'homeamp overrides',
  variables: 'homeamp variables',
} as const;

/** What a workbook held when it was exported, as sheets that can be read like any; undefined for one that was not. */
export function exportedPart(workbook: Workbook): Workbook | undefined {
  const names: readonly string[] = Object.values(EXPORTED_SHEETS);
  const sheets = workbook.sheets.filter(
    ({ name, rows }) => names.includes(name) && String(rows[0]?.[0] ?? '').startsWith(VIEW_MARK),
  );
  if (sheets.length === 0) return undefined;
  return { ...workbook, sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.slice(1) })) };
}
