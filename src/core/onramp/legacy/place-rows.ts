import type { InstanceId } from '../../model/instance.ts';
import { keyId } from '../../model/key-path.ts';
import type { Item } from './item.ts';
import type { LegacyOptions } from './legacy-options.ts';
import type { ValueRow } from './legacy-tables.ts';
import { placeKey } from './place-key.ts';

/** Gives each row its file: the baseline's that has the key, else as for a baseline's key, else the only file. */
export function placeRows(
  rows: readonly ValueRow[],
  baseline: readonly Item[],
  { options, idOf }: { readonly options: LegacyOptions; readonly idOf: (server: string) => InstanceId },
): readonly Item[] {
  const homes = new Map<string, Item>();
  const files = new Map<string, Item[]>();
  for (const item of baseline) {
    const id = JSON.stringify([item.plugin, keyId(item.path)]);
    if (!homes.has(id)) homes.set(id, item);
    const known = files.get(item.plugin) ?? [];
    files.set(item.plugin, known);
    if (!known.some(({ file }) => file === item.file)) known.push(item);
  }
  return rows.map((row) => {
    const home = homes.get(JSON.stringify([row.plugin, row.key]));
    const { file, format, path } = home ?? findHome(row, files.get(row.plugin) ?? [], options);
    const { plugin, value, place } = row;
    return { of: 'values', scope: idOf(row.server), plugin, file, format, path, value, place };
  });
}

function findHome(row: ValueRow, files: readonly Item[], options: LegacyOptions) {
  const wanted = { plugin: row.plugin, key: row.key, stem: undefined, value: row.value, isBare: false };
  const placed = placeKey(wanted, options, 'yml');
  const [only] = files;
  const isOpen = placed.by === 'guess' && files.length === 1 && only !== undefined;
  return isOpen ? { file: only.file, format: only.format, path: placed.path } : placed;
}
