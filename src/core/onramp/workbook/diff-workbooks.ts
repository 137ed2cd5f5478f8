import { parseCellValue } from '../../formats/parse-cell-value.ts';
import type { SourceKey } from '../../model/baseline.ts';
import type { CellChange, ShownValue } from '../../model/cell-change.ts';
import { columnOf, roleOf } from '../../model/sheet-role.ts';
import { findReservedCharacter, markReferences } from '../../model/variable-reference.ts';
import { cellAddress, type Workbook, type WorkbookCell, type WorkbookSheet } from '../../model/workbook.ts';
import { isSameValue, showValue } from './show-value.ts';

export interface WorkbookDiff {
  /** In the order of the rows, those that are gone last. */
  readonly changes: readonly CellChange[];
  /** Sheets without a role that differ. */
  readonly unread: readonly string[];
}

/** What two workbooks say differently, row by row; undefined stands for one without rows. Rows may move. */
export function diffWorkbooks(before: Workbook | undefined, after: Workbook | undefined): WorkbookDiff {
  const old = rowsOf(before);
  const now = rowsOf(after);
  const changed = [...now].flatMap(([id, row]) => rowChanges(old.get(id), row));
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, row]) => wholeRow(row, 'removed'));
  return { changes: [...changed, ...gone], unread: unreadSheets(before, after) };
}

interface ValueRow {
  readonly sheet: string;
  readonly place: (title: string) => string;
  readonly what: string;
  /** What the value is called by: tells whether it may be seen. */
  readonly name: string;
  readonly scope: string;
  readonly value: CellContent;
  readonly reason: string;
}

/** A value, or what stands there in its place. */
type CellContent =
  | { readonly kind: 'read'; readonly value: SourceKey['value'] }
  | { readonly kind: 'unread'; readonly text: string };

function rowsOf(workbook: Workbook | undefined): ReadonlyMap<string, ValueRow> {
  const rows = new Map<string, ValueRow>();
  for (const sheet of workbook?.sheets ?? []) {
    const role = roleOf(sheet);
    if (role !== 'overrides' && role !== 'variables') continue;
    for (const row of sheetRows(sheet, role)) {
      const id = `${role} ${row.scope} ${row.what}`;
      let free = id;
      for (let number = 2; rows.has(free); number += 1) free = `${id} ${number}`;
      rows.set(free, row);
    }
  }
  return rows;
}

function sheetRows(
  { name: sheet, rows }: WorkbookSheet,
  role: 'overrides' | 'variables',
): readonly ValueRow[] {
  const header = rows[0] ?? [];
  const columns = new Map(TITLES.map((title) => [title, columnOf(header, title)]));
  return rows.flatMap((cells, index) => {
    const cell = (title: string): WorkbookCell => cells[columns.get(title) ?? -1] ?? null;
    const text = (title: string): string => cellText(cell(title)).trim();
    const [name, what, scope] =
      role === 'overrides'
        ? [text('ConfigKey'), `${text('Plugin')} ${text('ConfigKey')}`, text('Server')]
        : [text('Name'), text('Name'), text('Scope')];
    if (index === 0 || (what.trim() === '' && scope === '')) return [];
    const value = contentOf(cell('Value'), text('ValueType').toLowerCase());
    const place = (title: string) => cellAddress(index, Math.max(0, columns.get(title) ?? 0));
    return [{ sheet, place, what, name, scope, value, reason: text('Reason') }];
  });
}

const TITLES = ['Plugin', 'ConfigKey', 'Server', 'Name', 'Scope', 'Value', 'ValueType', 'Reason'];

function cellText(cell: WorkbookCell): string {
  return cell !== null && typeof cell === 'object' ? `(${cell.reason})` : String(cell ?? '');
}

function contentOf(cell: WorkbookCell, type: string): CellContent {
  if (type === 'absent') return { kind: 'read', value: { kind: 'absent' } };
  const isUsable = typeof cell !== 'string' || findReservedCharacter(cell) === -1;
  const marked = typeof cell === 'string' && isUsable ? markReferences(cell) : cell;
  const value = isUsable ? parseCellValue(marked, type) : undefined;
  if (value === undefined) return { kind: 'unread', text: `${cellText(cell)} (no ${type || 'value'})` };
  return { kind: 'read', value: { kind: 'value', value } };
}

function rowChanges(old: ValueRow | undefined, row: ValueRow): readonly CellChange[] {
  if (old === undefined) return [wholeRow(row, 'added')];
  const { sheet, what, scope } = row;
  const common = { kind: 'changed', sheet, what, scope } as const;
  const changes: CellChange[] = [];
  if (!isSameContent(old.value, row.value)) {
    const shown = { before: shownContent(old), after: shownContent(row) };
    changes.push({ ...common, cell: row.place('Value'), column: 'Value', ...shown });
  }
  if (old.reason !== row.reason) {
    const shown = { before: shownReason(old.reason), after: shownReason(row.reason) };
    changes.push({ ...common, cell: row.place('Reason'), column: 'Reason', ...shown });
  }
  return changes;
}

function wholeRow(row: ValueRow, kind: 'added' | 'removed'): CellChange {
  const { sheet, what, scope } = row;
  const value = shownContent(row);
  const none: ShownValue = { kind: 'none' };
  const shown = kind === 'added' ? { before: none, after: value } : { before: value, after: none };
  return { kind, sheet, cell: row.place('Value'), column: 'Value', what, scope, ...shown };
}

function isSameContent(a: CellContent, b: CellContent): boolean {
  if (a.kind === 'read' && b.kind === 'read') return isSameValue(a.value, b.value);
  return a.kind === 'unread' && b.kind === 'unread' && a.text === b.text;
}

function shownContent({ name, value }: ValueRow): ShownValue {
  if (value.kind === 'read') return showValue(name, value.value);
  const shown = showValue(name, { kind: 'value', value: value.text });
  return shown.kind === 'shown' ? { kind: 'shown', text: value.text } : shown;
}

function shownReason(reason: string): ShownValue {
  return reason === '' ? { kind: 'none' } : showValue('reason', { kind: 'value', value: reason });
}

function unreadSheets(before: Workbook | undefined, after: Workbook | undefined): readonly string[] {
  const textsOf = (workbook: Workbook | undefined) =>
    new Map(
      (workbook?.sheets ?? [])
        .filter((sheet) => roleOf(sheet) === undefined && sheet.rows.length > 0)
        .map(({ name, rows }) => [name, JSON.stringify(rows)]),
    );
  const [old, now] = [textsOf(before), textsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}
