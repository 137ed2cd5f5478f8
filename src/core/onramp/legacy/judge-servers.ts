import { groupBy } from '../describe/group-by.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyData } from './legacy-data.ts';
import { namesIn } from './own-names.ts';
import type { LegacyNames } from './resolve-names.ts';

/** Servers that only one of the two tables knows, and what else they may be called. */
export function judgeServers(
  { matrices, rows }: Pick<LegacyData, 'matrices' | 'rows'>,
  names: LegacyNames,
  ledger: Ledger,
): void {
  const [matrix] = matrices;
  if (matrix === undefined || rows.length === 0) return;
  const inMatrix = new Set(matrix.servers.map(names.server));
  const inRows = groupBy(rows, ({ server }) => names.server(server));
  const unknown = [...inMatrix].filter((name) => !inRows.has(name));
  for (const name of unknown) {
    ledger.tell({
      kind: 'server-only-in-matrix',
      subject: name,
      text: 'The workbook has no value for it.',
      advice: 'Give `--alias OLD=NEW` where the workbook calls it otherwise, or remove it from fleet.yaml.',
      places: [matrix.place],
      count: 1,
    });
  }
  for (const [name, own] of inRows) {
    const [first] = own;
    if (inMatrix.has(name) || first === undefined) continue;
    const called = callNames(own.map(({ value }) => value)).filter((other) => unknown.includes(other));
    ledger.tell({
      kind: 'server-only-in-workbook',
      subject: name,
      text:
        called.length === 0
          ? 'The matrix has no column for it.'
          : `Its values speak of ${called.join(', ')}.`,
      advice: `Give \`--alias ${called[0] ?? 'OLD'}=${name}\` if that is the same server.`,
      places: [first.place],
      count: 1,
    });
  }
}

/** Names like `SMP01` in the values, the most frequent first. */
function callNames(values: readonly unknown[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of values.flatMap(namesIn)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}
