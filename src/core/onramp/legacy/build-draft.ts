import type { Instance, InstanceId } from '../../model/instance.ts';
import type { KeyDraft, OverrideDraft, RepositoryDraft, ScopeDraft } from '../../model/repository-draft.ts';
import { groupBy } from '../describe/group-by.ts';
import type { GuessedFleet } from './guess-fleet.ts';
import { guessPlatforms } from './guess-platforms.ts';
import type { Item } from './item.ts';
import type { MatrixPlugin } from './judge-matrix.ts';
import type { Ledger } from './ledger.ts';

const FIRST_NOTE = 'The most common value; each server has its own in variables/instances.';

interface DraftParts {
  readonly fleet: GuessedFleet;
  readonly plugins: readonly MatrixPlugin[];
  readonly items: readonly Item[];
  readonly firstKeys: readonly Item[];
}

/** Puts everything in its place; `items` are in the order of the old files. */
export function buildDraft(parts: DraftParts, ledger: Ledger): RepositoryDraft {
  const { fleet, plugins } = parts;
  const placements = placePlugins(parts);
  return {
    hosts: fleet.hosts.map((name) => ({ name, address: undefined })),
    groups: [],
    stages: fleet.stages,
    instances: fleet.instances,
    placements,
    baselines: draftBaselines(parts, placements, ledger),
    scopes: fleet.instances.flatMap((instance) => draftScope(instance, parts.items)),
    registry: plugins
      .filter(({ plugin, row }) => row.updateSource === 'manual' && isUsed(plugin, parts))
      .map(({ plugin }) => ({ plugin, version: undefined, file: undefined })),
  };
}

function isUsed(plugin: string, { items }: DraftParts): boolean {
  return items.some((item) => item.plugin === plugin);
}

/** By the matrix, and wherever there is a value for one server alone. */
function placePlugins({ fleet, plugins, items }: DraftParts): ReadonlyMap<string, readonly InstanceId[]> {
  const on = new Map<string, Set<InstanceId>>();
  for (const { plugin, on: servers } of plugins) on.set(plugin, new Set(servers.map(fleet.idOf)));
  for (const { plugin, scope } of items) {
    const ids = on.get(plugin) ?? new Set();
    on.set(plugin, ids);
    if (scope !== 'baseline') ids.add(scope);
  }
  return new Map(
    [...on].map(([plugin, ids]) => [plugin, fleet.instances.map(({ id }) => id).filter((id) => ids.has(id))]),
  );
}

function draftBaselines(
  { fleet, plugins, items, firstKeys }: DraftParts,
  placements: ReadonlyMap<string, readonly InstanceId[]>,
  ledger: Ledger,
): RepositoryDraft['baselines'] {
  const rows = new Map(plugins.map((entry) => [entry.plugin, entry]));
  const own = items.filter(({ scope }) => scope === 'baseline');
  const entries = [
    ...own.map((item) => ({ item, note: undefined })),
    ...firstKeys.map((item) => ({ item, note: FIRST_NOTE })),
  ];
  const byPlugin = groupBy(entries, ({ item }) => item.plugin);
  return [...byPlugin].map(([plugin, keys]) => {
    const [first] = keys;
    const place = first?.item.place ?? { file: '', line: 0, column: 0 };
    const ids = new Set(placements.get(plugin));
    const on = fleet.instances.filter(({ id }) => ids.has(id));
    const row = rows.get(plugin);
    const files = [...groupBy(keys, ({ item }) => item.file)].map(([path, inFile]) => ({
      path,
      format: inFile[0]?.item.format ?? 'yaml',
      keys: inFile.map(
        ({ item, note }): KeyDraft => ({ ...toKey(item), ...(note === undefined ? {} : { note }) }),
      ),
    }));
    const platforms = guessPlatforms({ plugin, row, place, on }, ledger);
    return { plugin, platforms, folder: undefined, prose: proseOf(place.file, row), files };
  });
}

function proseOf(file: string, row: MatrixPlugin | undefined): string {
  const from = `Imported from \`${file.replace(/^.*\//, '').replaceAll('`', '')}\`.`;
  const source = row?.row.updateSource.replace(/[^a-z_ -]/g, '') ?? '';
  if (source === '' || source === 'manual') return from;
  const how = row?.row.autoUpdate === 'true' ? ', by themselves' : '';
  return `${from} Updates came from ${source.replaceAll('_', ' ')}${how}.`;
}

function draftScope(instance: Instance, items: readonly Item[]): readonly ScopeDraft[] {
  const own = items.filter(({ scope }) => scope === instance.id);
  if (own.length === 0) return [];
  const overrides = [...groupBy(own, ({ plugin, file }) => JSON.stringify([plugin, file])).values()].map(
    (keys): OverrideDraft => ({
      plugin: keys[0]?.plugin ?? '',
      file: keys[0]?.file ?? '',
      keys: keys.map(toKey),
    }),
  );
  const reason = `as the old workbook says for ${instance.name}`;
  return [
    {
      scope: { kind: 'instance', name: instance.id },
      variables: [],
      overrides,
      reasons: new Map(own.map(({ plugin }) => [plugin, reason])),
    },
  ];
}

function toKey({ path, value }: Item): KeyDraft {
  return { path, value: { kind: 'value', value } };
}
