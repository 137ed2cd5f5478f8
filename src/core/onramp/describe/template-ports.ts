import type { ConfigValue } from '../../model/config-value.ts';
import { variableMark } from '../../model/variable-reference.ts';
import type { Column, FileTable, FleetTable, Locus } from './fleet-table.ts';
import { columnsOf, isUniform, keyName, MISSING, mapColumns, positionsByValue } from './fleet-table.ts';
import type { FleetVariable } from './fleet-variable.ts';
import type { LayerColumn } from './layer-columns.ts';
import { hasSecretReference } from './templates.ts';

export const SERVER_PORT = 'SERVER_PORT';

/** Instance → the port that players connect to, by its index. */
type Ports = ReadonlyMap<number, bigint>;

/**
 * Writes ports as sums with each server's own port, where several servers have the same distance: `{{SERVER_PORT+6000}}`.
 * Nothing is changed where the fleet has not two such ports.
 */
export function templatePorts(
  table: FleetTable,
  layer: LayerColumn,
): { readonly table: FleetTable; readonly variables: readonly FleetVariable[] } {
  const ports = findServerPorts(table);
  if (new Set(ports.values()).size < 2) return { table, variables: [] };
  const used = new Set<number>();
  const keys: string[] = [];
  const changed = mapColumns(table, (locus) => {
    const column = templateColumn(locus, { table, ports, layer });
    if (column === locus.column) return column;
    keys.push(keyName(locus));
    column.cells.forEach((cell, at) => {
      if (cell !== locus.column.cells[at]) used.add(locus.baseline.members[at] as number);
    });
    return column;
  });
  const members = [...used].sort((a, b) => a - b);
  if (members.length === 0) return { table, variables: [] };
  const seen = Int32Array.from(members, (member) => table.values.idOf(ports.get(member) ?? 0n));
  return {
    table: changed,
    variables: [{ name: SERVER_PORT, keys, members, seen, cells: seen, isOwn: true }],
  };
}

function findServerPorts(table: FleetTable): Ports {
  const ports = new Map<number, bigint>();
  for (const { baseline, file, column } of columnsOf(table)) {
    if (baseline.folder !== '.') continue;
    column.seen.forEach((seen, at) => {
      const value = seen === MISSING ? undefined : table.values.valueOf(seen);
      const port = value === undefined ? undefined : serverPort(file.path, column.id, value);
      if (port !== undefined) ports.set(baseline.members[at] as number, port);
    });
  }
  return ports;
}

function serverPort(path: string, id: string, value: ConfigValue): bigint | undefined {
  switch (`${path} ${id}`) {
    case 'server.properties server-port':
      return typeof value === 'string' ? wholeNumber(value) : undefined;
    case 'velocity.toml bind':
      return typeof value === 'string' ? wholeNumber(value.slice(value.lastIndexOf(':') + 1)) : undefined;
    case 'config.yml bedrock.port':
      return typeof value === 'bigint' ? value : undefined;
    default:
      return undefined;
  }
}

/** Only as a number is written, so that the same text comes back. */
function wholeNumber(text: string): bigint | undefined {
  return /^[1-9][0-9]{0,4}$/.test(text) ? BigInt(text) : undefined;
}

interface PortContext {
  readonly table: FleetTable;
  readonly ports: Ports;
  readonly layer: LayerColumn;
}

function templateColumn({ baseline, file, column }: Locus, { table, ports, layer }: PortContext): Column {
  if (isUniform(column.cells)) return column;
  const { members } = baseline;
  const { values } = table;
  const templated = column.cells.map((cell, at) => {
    const port = ports.get(members[at] as number);
    if (cell === MISSING || port === undefined) return cell;
    const marked = templateValue(values.valueOf(cell), port, file);
    return marked === undefined ? cell : values.idOf(marked);
  });
  const counts = positionsByValue(templated);
  const enough = isNamedLikePort(column.id) ? 2 : 3;
  const cells = templated.map((id, at) => {
    const distinct = new Set(counts.get(id)?.map((other) => ports.get(members[other] as number)));
    return distinct.size >= enough ? id : (column.cells[at] as number);
  });
  const isShorter = layer(members, cells).cost < layer(members, column.cells).cost;
  return isShorter ? { ...column, cells } : column;
}

function isNamedLikePort(id: string): boolean {
  return /port|bind|address|listen|url|host|server/i.test(id);
}

/** Below 1024 numbers are most often no ports. */
const LOWEST = 1024n;
const HIGHEST = 65_535n;

function templateValue(value: ConfigValue, port: bigint, file: FileTable): string | undefined {
  if (typeof value === 'bigint') return portMark(value, port);
  if (typeof value !== 'string' || hasSecretReference(value)) return undefined;
  const number = file.format === 'properties' ? wholeNumber(value) : undefined;
  if (number !== undefined) return portMark(number, port);
  const found = [...value.matchAll(/:([1-9][0-9]{3,4})(?![0-9])/g)];
  const [only] = found;
  const mark =
    found.length === 1 && only !== undefined ? portMark(BigInt(only[1] as string), port) : undefined;
  return mark === undefined ? undefined : value.replace(/:([1-9][0-9]{3,4})(?![0-9])/, () => `:${mark}`);
}

function portMark(number: bigint, port: bigint): string | undefined {
  return number < LOWEST || number > HIGHEST ? undefined : variableMark(SERVER_PORT, number - port);
}
