import { canonicalText } from '../../model/config-value.ts';
import type { SeenFleet, SeenInstance, SeenKey } from '../seen-fleet.ts';
import {
  type BaselineTable,
  type Column,
  type FileTable,
  type FleetTable,
  isUniform,
  MISSING,
} from './fleet-table.ts';
import { type NameBaseline, nameBaselines } from './name-baselines.ts';
import { type FoundFile, type PluginPart, splitPlugins } from './split-plugins.ts';
import { createValueTable, type ValueTable } from './value-table.ts';

/**
 * Turns a fleet round: columns of keys instead of rows of instances. Every baseline holds the files that one set of
 * instances has, since a file of a baseline is created wherever the baseline is placed.
 */
export function tabulateFleet(fleet: SeenFleet): FleetTable {
  const instances = fleet.instances.filter(({ managed }) => managed);
  const values = createValueTable();
  const nameOf = nameBaselines(instances);
  const parts = [...splitPlugins(instances, values).values()].flat();
  return {
    instances,
    values,
    baselines: parts.flatMap((part) => tabulatePart(part, { instances, values, nameOf })),
  };
}

interface PartContext {
  readonly instances: readonly SeenInstance[];
  readonly values: ValueTable;
  readonly nameOf: NameBaseline;
}

function tabulatePart(part: PluginPart, context: PartContext): readonly BaselineTable[] {
  const bySet = new Map<string, { readonly members: readonly number[]; readonly files: FoundFile[] }>();
  for (const file of part.files.values()) {
    const members = [...file.on.keys()].sort((a, b) => a - b);
    const set = bySet.get(members.join()) ?? { members, files: [] };
    bySet.set(members.join(), set);
    set.files.push(file);
  }
  const sets = [...bySet.values()].sort((a, b) => b.members.length - a.members.length);
  return sets.map(({ members, files }, index) => {
    const only =
      members.length === 1 && sets.length > 1 ? context.instances[members[0] as number] : undefined;
    const suffix = index === 0 ? undefined : (only?.name ?? stemOf(files[0]?.path ?? ''));
    return {
      plugin: context.nameOf(part, suffix),
      seenAs: part.plugin,
      folder: part.folder,
      platforms: [...part.platforms],
      members,
      files: files.map((file) => tabulateFile(file, members, context.values)),
    };
  });
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

function tabulateFile(file: FoundFile, members: readonly number[], values: ValueTable): FileTable {
  const columns = new Map<string, Column>();
  members.forEach((member, position) => {
    for (const key of file.on.get(member)?.keys ?? []) {
      const column = columns.get(key.id) ?? emptyColumn(key, members.length);
      if (column.note === undefined && key.comment !== undefined) {
        columns.set(key.id, { ...column, note: key.comment });
      } else columns.set(key.id, column);
      column.seen[position] = values.idOf(key.value);
    }
  });
  for (const { seen } of columns.values()) uniteNumbers(seen, values);
  return { path: file.path, format: file.format, columns: [...columns.values()] };
}

function emptyColumn({ id, path, comment }: SeenKey, size: number): Column {
  const seen = new Int32Array(size).fill(MISSING);
  return { id, path, note: comment, seen, cells: seen };
}

/** `1` on one server and `1.0` on another are one value to both. */
function uniteNumbers(seen: Int32Array, values: ValueTable): void {
  if (isUniform(seen)) return;
  const twins = new Map<string, number>();
  seen.forEach((id, position) => {
    const value = id === MISSING ? undefined : values.valueOf(id);
    if (typeof value !== 'number' && typeof value !== 'bigint') return;
    const text = canonicalText(value);
    const twin = twins.get(text) ?? id;
    twins.set(text, twin);
    seen[position] = twin;
  });
}
