import { isPluginName } from '../../model/plugin-name.ts';
import { groupBy } from '../describe/group-by.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { LegacyMatrix, MatrixRow } from './legacy-tables.ts';
import { plainName } from './plain-name.ts';
import type { LegacyNames } from './resolve-names.ts';

const HEADINGS = new Set(['plugin', 'plugins', 'pluginname', 'friendlyname', 'name']);

/** What the matrix says of one plugin, its rows taken together. */
export interface MatrixPlugin {
  readonly plugin: string;
  readonly row: MatrixRow;
  /** By the names that the repository uses. */
  readonly on: readonly string[];
}

/** One entry a plugin, in the order of the rows; rows that are no plugin's are left out. */
export function judgeMatrix(
  { rows }: Pick<LegacyMatrix, 'rows'>,
  names: LegacyNames,
  ledger: Ledger,
): readonly MatrixPlugin[] {
  judgeSpellings(rows, ledger);
  const byPlugin = groupBy(rows, ({ plugin }) => names.plugin(plugin));
  return [...byPlugin].flatMap(([plugin, own]) => {
    if (own.every(({ on }) => on.length === 0)) ledger.tell(placedNowhere(plugin, own));
    const repeat = judgeRepeats(plugin, own, ledger);
    const refusal = refusePlugin(plugin, own);
    if (refusal !== undefined) {
      ledger.leaveOut('rows', own.length, refusal);
      return [];
    }
    if (repeat !== undefined) ledger.leaveOut('rows', own.length - 1, repeat);
    const on = [...new Set(own.flatMap((row) => row.on.map(names.server)))];
    return [{ plugin, row: own[0] as MatrixRow, on }];
  });
}

function refusePlugin(plugin: string, rows: readonly MatrixRow[]): LegacyFinding | undefined {
  const common = { subject: plugin, places: rows.map(({ place }) => place), count: rows.length };
  if (HEADINGS.has(plainName(plugin))) {
    return { ...common, kind: 'no-plugin', text: 'The row repeats a heading.', advice: 'Nothing.' };
  }
  if (isPluginName(plugin)) return undefined;
  return {
    ...common,
    kind: 'unusable-name',
    text: 'Plugins are called as their folders: letters, digits, blanks, `_`, `.`, `+` and `-`.',
    advice: 'Where it is a plugin, give the name of its folder with `--alias OLD=NEW`.',
  };
}

function placedNowhere(plugin: string, rows: readonly MatrixRow[]): LegacyFinding {
  return {
    kind: 'placed-nowhere',
    subject: plugin,
    text: 'Every server’s cell says False.',
    advice: 'Mark the servers that have it, or remove the row; `homeamp plugins` shows what is installed.',
    places: rows.map(({ place }) => place),
    count: 1,
  };
}

function judgeRepeats(plugin: string, rows: readonly MatrixRow[], ledger: Ledger): LegacyFinding | undefined {
  if (rows.length < 2) return undefined;
  const common = { subject: plugin, places: rows.map(({ place }) => place), count: rows.length };
  const repeat: LegacyFinding = {
    ...common,
    kind: 'duplicate-row',
    text: `There are ${rows.length} rows of it.`,
    advice: 'Nothing: the new matrix has one.',
  };
  ledger.tell(repeat);
  const said = rows.map((row) => JSON.stringify([row.type, row.autoUpdate, row.updateSource, row.on]));
  if (new Set(said).size > 1) {
    ledger.tell({
      ...common,
      kind: 'contradicting-rows',
      text: `They say ${rows.map((row) => `${row.updateSource}/${row.autoUpdate}`).join(', ')}.`,
      advice: 'Look which one is right before plugins.yaml says where updates come from.',
    });
  }
  return repeat;
}

/** Names that differ in case and blanks alone, though no baseline tells which one is meant. */
function judgeSpellings(rows: readonly MatrixRow[], ledger: Ledger): void {
  const spellings = new Map<string, Map<string, MatrixRow>>();
  for (const row of rows) {
    const known = spellings.get(plainName(row.plugin)) ?? new Map<string, MatrixRow>();
    spellings.set(plainName(row.plugin), known);
    if (!known.has(row.plugin)) known.set(row.plugin, row);
  }
  for (const known of spellings.values()) {
    if (known.size < 2) continue;
    ledger.tell({
      kind: 'similar-names',
      subject: [...known.keys()].join(', '),
      text: 'They may be one plugin.',
      advice: 'Give `--alias OLD=NEW` where they are.',
      places: [...known.values()].map(({ place }) => place),
      count: known.size,
    });
  }
}
