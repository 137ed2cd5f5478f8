import type { SeenInstance } from '../seen-fleet.ts';
import { createLayerer, type Groups } from './create-layerer.ts';
import { type BaselineTable, type FileTable, isUniform, MISSING, positionsByValue } from './fleet-table.ts';
import { type Layering, NONE, type Roster } from './layering.ts';
import { variablesOf } from './templates.ts';
import type { ValueTable } from './value-table.ts';

/** Lays one column of a baseline into layers; members are indices of instances. */
export type LayerColumn = (
  members: readonly number[],
  cells: Int32Array,
  needsBase?: 'needs-base',
) => Layering;

/** How columns are laid out in a fleet with these groups. */
export interface ColumnLayers {
  readonly groups: Groups;
  rosterOf(members: readonly number[]): Roster;
  readonly layerKey: LayerColumn;
  /** As keys, but a value is the fleet's only where half of the servers have it. */
  readonly layerVariable: LayerColumn;
}

// A server that is added later begins with the fleet's value, so a minority's would be wrong for it.
const HALF = 0.5;

export function layerColumns(
  { instances, values }: { readonly instances: readonly SeenInstance[]; readonly values: ValueTable },
  threshold: number,
  groups: Groups,
): ColumnLayers {
  const layerer = createLayerer(instances, groups);
  const isTemplate = templateTest(values);
  const layerBy =
    (share: number): LayerColumn =>
    (members, cells, needsBase) => {
      const roster = layerer.rosterOf(members);
      if (isUniform(cells)) return uniformLayering(cells[0] as number, roster);
      const rules = { threshold: share, isTemplate, needsBase: needsBase !== undefined };
      return layerer.layer(cells, roster, rules);
    };
  return {
    groups,
    rosterOf: (members) => layerer.rosterOf(members),
    layerKey: layerBy(threshold),
    layerVariable: layerBy(HALF),
  };
}

function uniformLayering(base: number, { hosts, groups }: Roster): Layering {
  return {
    base,
    hosts: hosts.map(() => NONE),
    groups: groups.map(() => NONE),
    instances: new Map(),
    cost: 1,
  };
}

function templateTest(values: ValueTable): (value: number) => boolean {
  const known = new Map<number, boolean>();
  return (value) => {
    const found = known.get(value) ?? variablesOf(values.valueOf(value)).length > 0;
    known.set(value, found);
    return found;
  };
}

/**
 * The layers of a file's columns, in their order. A baseline's file needs a key, so where none has a value that
 * reaches far enough, the key with the most common one brings it all the same.
 */
export function layerFile(
  { members }: BaselineTable,
  { columns }: FileTable,
  { layerKey }: ColumnLayers,
): readonly Layering[] {
  const found = columns.map(({ cells }) => layerKey(members, cells));
  if (found.some(({ base }) => base !== NONE)) return found;
  const shares = columns.map(({ cells }) => shareOfBest(cells));
  const most = shares.reduce((best, share) => Math.max(best, share), Number.NEGATIVE_INFINITY);
  const bringing = shares.indexOf(most);
  return columns.map(({ cells }, index) =>
    index === bringing ? layerKey(members, cells, 'needs-base') : (found[index] as Layering),
  );
}

function shareOfBest(cells: Int32Array): number {
  const counts = [...positionsByValue(cells).values()].map(({ length }) => length);
  return Math.max(...counts) - cells.filter((cell) => cell === MISSING).length;
}
