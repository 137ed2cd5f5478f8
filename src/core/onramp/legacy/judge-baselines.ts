import type { MatrixPlugin } from './judge-matrix.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyBaseline } from './legacy-baseline.ts';
import { plainName } from './plain-name.ts';

const SHORTEST_NAME = 4;

interface Named {
  readonly plugin: string;
  readonly baseline: LegacyBaseline;
}

/** Baselines and rows of the matrix that do not find each other by name. */
export function judgeBaselineNames(
  baselines: readonly Named[],
  plugins: readonly MatrixPlugin[],
  ledger: Ledger,
): void {
  const rows = new Map(plugins.map((entry) => [entry.plugin, entry]));
  const own = new Set(baselines.map(({ plugin }) => plugin));
  const free = plugins.filter(({ plugin }) => !own.has(plugin));
  for (const { plugin, baseline } of baselines) {
    const row = rows.get(plugin);
    const common = { subject: plugin, places: [baseline.place], count: 1 };
    if (row === undefined) {
      const like = free.filter((entry) => isLike(entry.plugin, plugin)).map((entry) => entry.plugin);
      const alias = like[0] === undefined ? 'ROW=BASELINE' : `${like[0]}=${plugin}`;
      ledger.tell({
        ...common,
        kind: 'baseline-without-row',
        text: like.length === 0 ? 'No row is named like it.' : `Rows named like it: ${like.join(', ')}.`,
        advice: `Give \`--alias '${alias}'\` where a row means it, or mark it in the new matrix.`,
      });
    } else if (row.row.plugin !== plugin && plainName(row.row.plugin) === plainName(plugin)) {
      ledger.tell({
        ...common,
        kind: 'name-differs',
        text: `The matrix calls it ${row.row.plugin}.`,
        advice: 'Nothing: the new matrix has the baseline’s name.',
        places: [baseline.place, row.row.place],
      });
    }
  }
  for (const { plugin, row } of free) {
    ledger.tell({
      kind: 'row-without-baseline',
      subject: plugin,
      text: 'No baseline is named like it.',
      advice: 'Write a baseline when its settings matter.',
      places: [row.place],
      count: 1,
    });
  }
}

/** One name within the other. */
function isLike(row: string, plugin: string): boolean {
  const [a, b] = [plainName(row), plainName(plugin)];
  return (b.length >= SHORTEST_NAME && a.includes(b)) || (a.length >= SHORTEST_NAME && b.includes(a));
}
