import { CELL_TYPES } from '../../formats/parse-cell-value.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { scopeCell } from '../../model/scopes-of.ts';
import { VIEW_MARK } from '../../model/sheet-role.ts';
import type { ColumnChoices, SheetDraft } from '../../model/workbook-draft.ts';

const NAME = 'Lists';
const HEAD_ROWS = 2;
const COLUMNS = ['Plugins', 'Scopes', 'Types'] as const;

/** What the columns of the other sheets may be filled with. */
export interface ChoiceLists {
  readonly sheet: SheetDraft;
  /** By a column's title; undefined where anything may be written. */
  of(title: string): ColumnChoices | undefined;
}

export function choiceLists({ fleet, baselines }: DesiredState): ChoiceLists {
  const instances = [...fleet.instances.values()].filter(({ managed }) => managed);
  const lists: Readonly<Record<(typeof COLUMNS)[number], readonly string[]>> = {
    Plugins: [...baselines.keys()].sort(),
    Scopes: [
      'fleet',
      ...[...fleet.hosts.keys()].map((name) => `host:${name}`),
      ...fleet.groups.map((name) => `group:${name}`),
      ...instances.map(({ id }) => scopeCell({ kind: 'instance', name: id }, fleet)),
    ],
    Types: [...CELL_TYPES, 'absent'],
  };
  return { sheet: sheetOf(COLUMNS.map((title) => lists[title])), of: (title) => choicesOf(title, lists) };
}

function sheetOf(lists: readonly (readonly string[])[]): SheetDraft {
  const length = Math.max(...lists.map((list) => list.length));
  return {
    name: NAME,
    visibility: 'hidden',
    columns: COLUMNS.map(() => ({ width: 30, kind: 'note', choices: undefined })),
    head: [[`${VIEW_MARK}. What may be chosen.`], [...COLUMNS]],
    frozenColumns: 0,
    rows: Array.from({ length }, (_, index) => lists.map((list) => list[index] ?? null)),
  };
}

/** Other names of a server are read as well, so a scope is only warned of. */
function choicesOf(
  title: string,
  lists: Readonly<Record<(typeof COLUMNS)[number], readonly string[]>>,
): ColumnChoices | undefined {
  switch (title) {
    case 'Plugin':
      return { range: rangeOf('A', lists.Plugins), isStrict: true };
    case 'Server':
    case 'Scope':
      return { range: rangeOf('B', lists.Scopes), isStrict: false };
    case 'ValueType':
      return { range: rangeOf('C', lists.Types), isStrict: true };
    default:
      return undefined;
  }
}

/** As long as the list: with blank cells in it a spreadsheet lets everything pass. */
function rangeOf(column: string, list: readonly string[]): string {
  return `${NAME}!$${column}$${HEAD_ROWS + 1}:$${column}$${HEAD_ROWS + Math.max(1, list.length)}`;
}
