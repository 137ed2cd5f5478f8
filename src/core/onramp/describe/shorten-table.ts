import type { DescribeOptions } from '../description.ts';
import { findSharedAddresses } from './find-shared-addresses.ts';
import { findSharedValues } from './find-shared-values.ts';
import { type FleetTable, mapColumns } from './fleet-table.ts';
import { type LaidOut, layOut, linesByGroup } from './lay-out.ts';
import { type ColumnLayers, layerColumns } from './layer-columns.ts';
import { createVariableNames } from './name-variables.ts';
import { proposeGroups } from './propose-groups.ts';
import { createNameTemplates } from './template-names.ts';
import { SERVER_PORT, templatePorts } from './template-ports.ts';

// A group for fewer keys is one more thing to remember.
const FEWEST_LINES = 3;

/**
 * Looks for names, ports, groups and shared values, and lays everything into layers. `clear` allows variables that cost
 * a line more than they save, since people look for a server's port or a database's address in one place.
 */
export function shortenTable(table: FleetTable, options: DescribeOptions, style: 'clear' | 'short'): LaidOut {
  const { instances, values } = table;
  const { threshold } = options;
  const isClear = style === 'clear';
  const given = layerColumns(table, threshold, options.groups);
  const templateNames = createNameTemplates(instances, values);
  const named = mapColumns(table, ({ baseline: { members }, column }) => {
    const cells = templateNames({ ...column, members }, given.layerKey);
    return cells === column.cells ? column : { ...column, cells };
  });
  const ports = isClear ? templatePorts(named, given.layerKey) : { table: named, variables: [] };
  const layers = options.proposeGroups
    ? layerColumns(table, threshold, proposeGroups(ports.table, threshold, options.groups))
    : given;
  const nameVariable = createVariableNames([SERVER_PORT]);
  const shared = findSharedValues({ table: ports.table, layers, templateNames, nameVariable });
  const addresses = isClear
    ? findSharedAddresses(shared.table, nameVariable)
    : { table: shared.table, variables: [] };
  const variables = [...ports.variables, ...shared.variables, ...addresses.variables];
  const laidOut = layOut(addresses.table, variables, layers);
  const kept = dropSmallGroups(laidOut, options, threshold);
  return kept === layers ? laidOut : layOut(addresses.table, variables, kept);
}

/** Proposals may have lost their keys to a variable. Groups that the admin gave stay, whatever they are good for. */
function dropSmallGroups(
  laidOut: LaidOut,
  { groups }: Pick<DescribeOptions, 'groups'>,
  threshold: number,
): ColumnLayers {
  const { layers, table } = laidOut;
  const lines = linesByGroup(laidOut);
  const kept = [...layers.groups].filter(
    ([name]) => groups.has(name) || (lines.get(name) ?? 0) >= FEWEST_LINES,
  );
  return kept.length === layers.groups.size ? layers : layerColumns(table, threshold, new Map(kept));
}
