import type { CellChange, ShownValue } from '../../core/model/cell-change.ts';
import type { Line } from './screen.ts';
import { shownText } from './shown-text.ts';
import { layoutTable } from './table.ts';

/** One row a cell; the titles are of the two values. */
export function changeTable(
  changes: readonly CellChange[],
  titles: readonly [string, string],
  width: number | undefined,
): readonly Line[] {
  const rows = changes.map((change) => [
    ...whereCells(change),
    shownText(change.before),
    shownText(change.after),
  ]);
  return layoutTable(['CELL', 'WHAT', 'SCOPE', ...titles], rows, width);
}

export interface ConflictRow extends CellChange {
  readonly exported: ShownValue;
}

/** One row a conflict, with all three values. */
export function conflictTable(conflicts: readonly ConflictRow[], width: number | undefined): readonly Line[] {
  const rows = conflicts.map((conflict) => [
    ...whereCells(conflict),
    ...[conflict.exported, conflict.before, conflict.after].map(shownText),
  ]);
  return layoutTable(['CELL', 'WHAT', 'SCOPE', 'EXPORTED', 'REPOSITORY', 'WORKBOOK'], rows, width);
}

/** Each row of a workbook on a line without its cell, so that a row that moves is no difference. */
export function rowLines(rows: readonly CellChange[]): readonly Line[] {
  return rows.map(({ what, scope, after }) => [`${what}  ${scope}  ${shownText(after)}`]);
}

function whereCells({ sheet, cell, column, what, scope }: CellChange): readonly string[] {
  const where = cell === '' ? '(row gone)' : `${sheet}!${cell}`;
  return [where, column === 'Reason' ? `${what} (reason)` : what, scope];
}
