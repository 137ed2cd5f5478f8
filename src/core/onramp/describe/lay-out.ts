import type { BaselineTable, FileTable, FleetTable } from './fleet-table.ts';
import type { FleetVariable } from './fleet-variable.ts';
import { type ColumnLayers, layerFile } from './layer-columns.ts';
import { type Layering, NONE } from './layering.ts';

/** Everything that is to be written, laid into layers. */
export interface LaidOut {
  readonly table: FleetTable;
  readonly layers: ColumnLayers;
  readonly files: readonly LaidOutFile[];
  readonly variables: readonly LaidOutVariable[];
}

export interface LaidOutFile {
  readonly baseline: BaselineTable;
  readonly file: FileTable;
  /** One for each column, in their order. */
  readonly layerings: readonly Layering[];
}

export interface LaidOutVariable {
  readonly variable: FleetVariable;
  readonly layering: Layering;
}

export function layOut(
  table: FleetTable,
  variables: readonly FleetVariable[],
  layers: ColumnLayers,
): LaidOut {
  return {
    table,
    layers,
    files: table.baselines.flatMap((baseline) =>
      baseline.files.map((file) => ({ baseline, file, layerings: layerFile(baseline, file, layers) })),
    ),
    variables: variables.map((variable) => ({ variable, layering: layerVariable(variable, layers) })),
  };
}

function layerVariable({ members, cells, isOwn }: FleetVariable, layers: ColumnLayers): Layering {
  if (!isOwn) return layers.layerVariable(members, cells);
  const { hosts, groups } = layers.rosterOf(members);
  return {
    base: NONE,
    hosts: hosts.map(() => NONE),
    groups: groups.map(() => NONE),
    instances: new Map(cells.entries()),
    cost: cells.length,
  };
}

/** How many lines each group has; none for one that says nothing. */
export function linesByGroup({ layers, files, variables }: LaidOut): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const count = (members: readonly number[], layering: Layering): void => {
    layers.rosterOf(members).groups.forEach(({ name }, index) => {
      if (layering.groups[index] !== NONE) lines.set(name, (lines.get(name) ?? 0) + 1);
    });
  };
  for (const { baseline, layerings } of files)
    for (const layering of layerings) count(baseline.members, layering);
  for (const { variable, layering } of variables) count(variable.members, layering);
  return lines;
}
