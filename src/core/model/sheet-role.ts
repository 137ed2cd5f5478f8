import type { WorkbookCell, WorkbookSheet } from './workbook.ts';

/** What a sheet is read as, told by its first row; undefined for one that is not read. */
export type SheetRole = 'overrides' | 'variables' | 'view';

/** Columns that a sheet of a role must have, in any order. */
export const ROLE_COLUMNS = {
  overrides: ['Plugin', 'ConfigKey', 'Server', 'Value'],
  variables: ['Name', 'Scope', 'Value'],
} as const;

/** Columns that such sheets may have as well. */
export const MORE_COLUMNS = {
  overrides: ['ValueType', 'Reason'],
  variables: ['ValueType'],
} as const;

/** A first cell that begins so marks a sheet that is there to be looked at, and never read. */
export const VIEW_MARK = 'homeamp: for reading only';

export function roleOf({ rows: [header = []] }: WorkbookSheet): SheetRole | undefined {
  const [first] = header;
  if (typeof first === 'string' && first.startsWith(VIEW_MARK)) return 'view';
  if (hasColumns(header, ROLE_COLUMNS.overrides)) return 'overrides';
  return hasColumns(header, ROLE_COLUMNS.variables) ? 'variables' : undefined;
}

function hasColumns(header: readonly WorkbookCell[], titles: readonly string[]): boolean {
  return titles.every((title) => columnOf(header, title) !== -1);
}

/** Where a column stands, whatever the case of its title; -1 where it does not. */
export function columnOf(header: readonly WorkbookCell[], title: string): number {
  return header.findIndex(
    (cell) => typeof cell === 'string' && cell.trim().toLowerCase() === title.toLowerCase(),
  );
}
