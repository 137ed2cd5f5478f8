import { groupBy } from '../describe/group-by.ts';
import type { ValueRow } from './legacy-tables.ts';

/** The rows of one key, on whichever servers. */
export interface KeyRows {
  readonly plugin: string;
  readonly key: string;
  readonly rows: readonly ValueRow[];
}

/** In the order in which the keys first come. */
export function groupRows(rows: readonly ValueRow[]): readonly KeyRows[] {
  const groups = groupBy(rows, ({ plugin, key }) => JSON.stringify([plugin, key]));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ plugin: first.plugin, key: first.key, rows: own }];
  });
}

/** `CMI inv.SavedInventories`: a key as people are told of it. */
export function keyName({ plugin, key }: Pick<KeyRows, 'plugin' | 'key'>): string {
  return `${plugin} ${key}`;
}

export function serversOf(rows: readonly ValueRow[]): string {
  return rows.map(({ server }) => server).join(', ');
}

/** Counts of a list's items, the most frequent first; equal counts in the order of the list. */
export function countItems(items: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
