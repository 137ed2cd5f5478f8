import type { SourcePlace } from '../../model/issue.ts';
import { groupBy } from '../describe/group-by.ts';
import type { MatrixPlugin } from './judge-matrix.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyData } from './legacy-data.ts';
import type { LegacyMatrix, ValueRow } from './legacy-tables.ts';

interface Tables {
  readonly data: LegacyData;
  /** By the names that the repository uses. */
  readonly rows: readonly ValueRow[];
  readonly plugins: readonly MatrixPlugin[];
}

/** Where the tables contradict each other or themselves. */
export function judgeTables(tables: Tables, ledger: Ledger): void {
  judgeCopies(tables, ledger);
  judgeWideCells(tables, ledger);
  judgePlaces(tables, ledger);
  judgeUpdates(tables, ledger);
  judgeBraces(tables, ledger);
}

function judgeCopies({ data: { matrices } }: Tables, ledger: Ledger): void {
  const [first, ...others] = matrices;
  if (first === undefined) return;
  const differ = (subject: string, text: string, places: readonly SourcePlace[]): void =>
    ledger.tell({
      kind: 'tables-differ',
      subject,
      text,
      advice: 'Look which one is right.',
      places,
      count: 1,
    });
  for (const other of others) {
    for (const server of lacking(first.servers, other.servers))
      differ(server, `${other.place.file} has no column for it.`, [other.place]);
    for (const server of lacking(other.servers, first.servers))
      differ(server, `${first.place.file} has no column for it.`, [first.place]);
    const said = rowTexts(first, other);
    const known = rowTexts(other, first);
    for (const [text, place] of said)
      if (!known.has(text)) differ(nameIn(text), `${other.place.file} says otherwise.`, [place]);
    for (const [text, place] of known)
      if (!said.has(text)) differ(nameIn(text), `${first.place.file} says otherwise.`, [place]);
  }
}

function lacking(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((name) => !others.includes(name));
}

/** Rows as text, by the columns that both tables have. */
function rowTexts({ rows, servers }: LegacyMatrix, other: LegacyMatrix): ReadonlyMap<string, SourcePlace> {
  const shared = new Set(servers.filter((name) => other.servers.includes(name)));
  return new Map(
    rows.map((row) => {
      const on = row.on.filter((name) => shared.has(name)).sort();
      return [JSON.stringify([row.plugin, row.type, row.autoUpdate, row.updateSource, on]), row.place];
    }),
  );
}

function nameIn(text: string): string {
  return String((JSON.parse(text) as readonly unknown[])[0]);
}

/** Blanks are no news: they stand for an empty text and for no row alike. */
function judgeWideCells({ data }: Tables, ledger: Ledger): void {
  const id = (plugin: string, key: string, server: string) => JSON.stringify([plugin, key, server]);
  const shown = new Map(data.rows.map((row) => [id(row.plugin, row.key, row.server), row.shown]));
  for (const cell of data.wideCells) {
    const long = shown.get(id(cell.plugin, cell.key, cell.server)) ?? '';
    if (cell.shown === long) continue;
    ledger.tell({
      kind: 'wide-sheet-differs',
      subject: `${cell.server} ${cell.plugin} ${cell.key}`,
      text: 'The two sheets have different values.',
      advice: 'Look which one is right.',
      places: [cell.place],
      count: 1,
    });
  }
}

function judgePlaces({ data, rows, plugins }: Tables, ledger: Ledger): void {
  if (data.matrices.length === 0) return;
  const on = new Map(plugins.map((entry) => [entry.plugin, new Set(entry.on)]));
  const elsewhere = rows.filter(({ plugin, server }) => on.get(plugin)?.has(server) !== true);
  const byPlugin = groupBy(elsewhere, ({ plugin }) => plugin);
  for (const [plugin, own] of byPlugin) {
    const servers = new Set(own.map(({ server }) => server));
    ledger.tell({
      kind: 'value-not-placed',
      subject: plugin,
      text: `${own.length} values are for ${servers.size} servers that lack it in the matrix.`,
      advice: 'Look with `homeamp plugins` where it is installed, and correct the new matrix.',
      places: own.map(({ place }) => place),
      count: own.length,
    });
  }
}

function judgeUpdates({ plugins }: Tables, ledger: Ledger): void {
  for (const { plugin, row } of plugins) {
    if (row.updateSource === '' || row.updateSource === 'manual') continue;
    ledger.tell({
      kind: 'update-source',
      subject: plugin,
      text: `Its updates came from ${row.updateSource}${row.autoUpdate === 'true' ? ', by themselves' : ''}.`,
      advice: 'Name source and project in plugins.yaml.',
      places: [row.place],
      count: 1,
    });
  }
}

function judgeBraces({ rows }: Tables, ledger: Ledger): void {
  for (const row of rows) {
    if (!/\{\{[^{}]*\}\}/.test(row.shown)) continue;
    ledger.tell({
      kind: 'literal-braces',
      subject: `${row.server} ${row.plugin} ${row.key}`,
      text: 'The text holds double braces.',
      advice: 'Write `{{NAME}}` in its place where a variable is meant.',
      places: [row.place],
      count: 1,
    });
  }
}
