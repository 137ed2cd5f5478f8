import type { ConfigValue } from '../../model/config-value.ts';
import { markLiterally, variableMark } from '../../model/variable-reference.ts';
import { type Column, columnsOf, type FleetTable, keyName, MISSING, mapColumns } from './fleet-table.ts';
import type { FleetVariable } from './fleet-variable.ts';
import type { ColumnLayers } from './layer-columns.ts';
import type { NameVariable } from './name-variables.ts';
import type { NamedCells, TemplateNames } from './template-names.ts';
import { type VaryingTexts, varyingTexts } from './varying-texts.ts';

/** Columns in which every instance has the same core. */
interface Cluster {
  readonly columns: VaryingTexts[];
  readonly coreOf: Map<number, string>;
}

interface SharedContext {
  readonly table: FleetTable;
  readonly layers: ColumnLayers;
  readonly templateNames: TemplateNames;
  readonly nameVariable: NameVariable;
}

/**
 * Finds values that several keys have in common on each instance, such as the prefix of tables, and writes them as one
 * variable where that is shorter than an override for each key.
 */
export function findSharedValues(context: SharedContext): {
  readonly table: FleetTable;
  readonly variables: readonly FleetVariable[];
} {
  const changed = new Map<Column, Column>();
  const variables: FleetVariable[] = [];
  for (const cluster of findClusters(context)) {
    const shared = shareValue(cluster, context);
    if (shared === undefined) continue;
    variables.push(shared.variable);
    for (const [before, after] of shared.columns) changed.set(before, after);
  }
  if (variables.length === 0) return { table: context.table, variables };
  return { table: mapColumns(context.table, ({ column }) => changed.get(column) ?? column), variables };
}

function findClusters({ table, layers }: SharedContext): readonly Cluster[] {
  const clusters: Cluster[] = [];
  const index = new Map<string, Cluster[]>();
  const varying = [...columnsOf(table)].flatMap((locus): readonly VaryingTexts[] => {
    if (layers.layerKey(locus.baseline.members, locus.column.cells).cost < 2) return [];
    const texts = varyingTexts(locus, table);
    return texts === undefined ? [] : [texts];
  });
  for (const column of varying.sort((a, b) => b.coreOf.size - a.coreOf.size)) {
    const cluster: Cluster = findFitting(column, index) ?? { columns: [], coreOf: new Map() };
    if (cluster.columns.length === 0) clusters.push(cluster);
    cluster.columns.push(column);
    for (const [instance, core] of column.coreOf) {
      if (cluster.coreOf.has(instance)) continue;
      cluster.coreOf.set(instance, core);
      const id = indexId(column, instance, core);
      const known = index.get(id);
      if (known === undefined) index.set(id, [cluster]);
      else known.push(cluster);
    }
  }
  return clusters.filter(({ columns }) => columns.length > 1);
}

function indexId({ about }: VaryingTexts, instance: number, core: string): string {
  return `${about} ${instance} ${core}`;
}

const LOOKED_AT = 8;

/** A cluster that agrees with the column on at least two instances which differ, and disagrees on none. */
function findFitting(
  column: VaryingTexts,
  index: ReadonlyMap<string, readonly Cluster[]>,
): Cluster | undefined {
  const near = [...column.coreOf].slice(0, LOOKED_AT);
  const candidates = new Set(
    near.flatMap(([instance, core]) => index.get(indexId(column, instance, core)) ?? []),
  );
  return [...candidates].find(({ coreOf }) => {
    const common = [...column.coreOf].filter(([instance]) => coreOf.has(instance));
    const agrees = common.every(([instance, core]) => coreOf.get(instance) === core);
    return agrees && new Set(common.map(([, core]) => core)).size > 1;
  });
}

interface SharedValue {
  readonly variable: FleetVariable;
  readonly columns: ReadonlyMap<Column, Column>;
}

/** Undefined where a variable would make the description no shorter. */
function shareValue(cluster: Cluster, context: SharedContext): SharedValue | undefined {
  const gaining = cluster.columns.filter((column) => savedBy(column, context) > 0);
  const saved = gaining.reduce((sum, column) => sum + savedBy(column, context), 0);
  const cells = cellsOf(gaining, context);
  if (gaining.length < 2 || saved <= context.layers.layerVariable(cells.members, cells.cells).cost)
    return undefined;
  const texts = [...new Set(gaining.flatMap(({ cores }) => cores))];
  const name = context.nameVariable(
    gaining.map(({ locus, before, after }) => ({ locus, isWhole: before === '' && after === '' })),
    texts,
  );
  const columns = gaining.map(
    (column) => [column.locus.column, withVariable(column, name, context)] as const,
  );
  const keys = gaining.map(({ locus }) => keyName(locus));
  return { variable: { name, keys, isOwn: false, ...cells }, columns: new Map(columns) };
}

function savedBy(column: VaryingTexts, context: SharedContext): number {
  const { members } = column.locus.baseline;
  const { layerKey } = context.layers;
  // Whatever the variable is called in the end, the column costs the same.
  const after = layerKey(members, withVariable(column, 'X', context).cells).cost;
  return layerKey(members, column.locus.column.cells).cost - after;
}

function withVariable(
  { locus, before, after }: VaryingTexts,
  name: string,
  { table }: SharedContext,
): Column {
  const value = `${markLiterally(before)}${variableMark(name)}${markLiterally(after)}`;
  const id = table.values.idOf(value);
  return { ...locus.column, cells: locus.column.cells.map((cell) => (cell === MISSING ? cell : id)) };
}

function cellsOf(
  columns: readonly VaryingTexts[],
  { table, layers, templateNames }: SharedContext,
): NamedCells {
  const coreOf = new Map(columns.flatMap((column) => [...column.coreOf]));
  const members = [...coreOf.keys()].sort((a, b) => a - b);
  const areNumbers = columns.some((column) => column.areNumbers);
  const toValue = (text: string): ConfigValue => (areNumbers ? BigInt(text) : text);
  const textOf = (member: number): string => coreOf.get(member) ?? '0';
  const seen = Int32Array.from(members, (member) => table.values.idOf(toValue(textOf(member))));
  const cells = Int32Array.from(members, (member) =>
    table.values.idOf(toValue(markLiterally(textOf(member)))),
  );
  return { members, seen, cells: templateNames({ members, seen, cells }, layers.layerVariable) };
}
