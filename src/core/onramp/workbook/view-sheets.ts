import type { DesiredState, Override } from '../../model/desired-state.ts';
import type { Instance } from '../../model/instance.ts';
import { keyId } from '../../model/key-path.ts';
import { scopeCell } from '../../model/scopes-of.ts';
import { VIEW_MARK } from '../../model/sheet-role.ts';
import type { ColumnDraft, SheetDraft } from '../../model/workbook-draft.ts';
import { overrideId, type ReachFinder } from './reach.ts';
import { valueNote } from './value-row.ts';

const MOST_SHEETS = 150;
const MOST_SERVERS = 400;
const MOST_CELLS = 200_000;
const NOTE_LENGTH = 80;

export interface ViewSheets {
  readonly sheets: readonly SheetDraft[];
  /** Plugins whose sheet would be beyond what a workbook is read with. */
  readonly withoutRoom: readonly string[];
}

/** For each plugin with overrides a sheet with a row for each key and a column for each server. */
export function viewSheets(
  desired: DesiredState,
  reach: ReachFinder,
  isWanted: (override: Override) => boolean,
): ViewSheets {
  const sheets: SheetDraft[] = [];
  const withoutRoom: string[] = [];
  let cells = 0;
  for (const [plugin, keys] of keysByPlugin(desired.overrides.filter(isWanted))) {
    const servers = [...desired.fleet.instances.values()].filter(
      ({ id, managed }) => managed && desired.placements.get(id)?.includes(plugin),
    );
    const size = keys.length * (servers.length + 2);
    const hasRoom =
      sheets.length < MOST_SHEETS && servers.length <= MOST_SERVERS && cells + size <= MOST_CELLS;
    if (!hasRoom) withoutRoom.push(plugin);
    else {
      sheets.push(viewSheet(desired, reach, { plugin, keys, servers, name: nameFor(plugin, sheets) }));
      cells += size;
    }
  }
  return { sheets, withoutRoom };
}

/** One override stands for all of its key. */
function keysByPlugin(overrides: readonly Override[]): ReadonlyMap<string, readonly Override[]> {
  const byKey = new Map(overrides.map((override) => [overrideId(override), override]));
  const plugins = [...new Set(overrides.map(({ plugin }) => plugin))].sort();
  return new Map(
    plugins.map((plugin) => [plugin, [...byKey.values()].filter((override) => override.plugin === plugin)]),
  );
}

/** Plugin names hold no character that a sheet's may not, but may be longer. */
function nameFor(plugin: string, sheets: readonly SheetDraft[]): string {
  const taken = new Set(sheets.map(({ name }) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const mark = number === 1 ? ' (view)' : ` (view ${number})`;
    const name = `${plugin.slice(0, 31 - mark.length)}${mark}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

interface View {
  readonly plugin: string;
  readonly keys: readonly Override[];
  readonly servers: readonly Instance[];
  readonly name: string;
}

function viewSheet(desired: DesiredState, reach: ReachFinder, view: View): SheetDraft {
  const { plugin, keys, servers, name } = view;
  const titles = servers.map(({ id }) => scopeCell({ kind: 'instance', name: id }, desired.fleet));
  const column = (width: number): ColumnDraft => ({ width, kind: 'note', choices: undefined });
  return {
    name,
    visibility: 'shown',
    columns: [column(44), column(24), ...servers.map(() => column(18))],
    head: [
      [`${VIEW_MARK}. What counts on each server with ${plugin}, for the keys that are overridden anywhere.`],
      ['ConfigKey', 'Baseline', ...titles],
    ],
    frozenColumns: 1,
    rows: keys.map((key) => {
      const owned = ownedValue(desired, key);
      const values = servers.map((server) => reach.winner(server, key)?.key.value ?? owned);
      const text = `${key.file}:${keyId(key.key.path)}`;
      return [text, ...[owned, ...values].map((value) => valueNote(value, NOTE_LENGTH))];
    }),
  };
}

/** What the baseline says of a key; undefined where it does not own it. */
export function ownedValue(
  { baselines }: DesiredState,
  { plugin, file, key }: Override,
): Override['key']['value'] | undefined {
  const id = keyId(key.path);
  const owned = baselines.get(plugin)?.files.find(({ path }) => path === file)?.keys;
  return owned?.find(({ path }) => keyId(path) === id)?.value;
}
