import { type ConfigType, typeOf } from '../../model/config-value.ts';
import { listeningProtocol, toPort } from '../../model/listening-port.ts';
import { type KeyFinding, listItems } from './collect-guesses.ts';
import {
  type Column,
  columnsOf,
  type FileTable,
  type FleetTable,
  keyName,
  type Locus,
  MISSING,
  mapColumns,
  valuesIn,
} from './fleet-table.ts';

/**
 * Takes out the keys that no valid repository can hold as they are: values beside sections of one name, values of two
 * types, and ports on which two servers of one host listen.
 */
export function leaveOutConflicts(table: FleetTable): {
  readonly table: FleetTable;
  readonly findings: readonly KeyFinding[];
} {
  const findings: KeyFinding[] = [];
  const ports = findSharedPorts(table);
  const sections = new Map<FileTable, ReadonlySet<string>>();
  const left = mapColumns(table, (locus) => {
    const { file, column } = locus;
    const known = sections.get(file) ?? sectionsOf(file.columns);
    sections.set(file, known);
    const conflict = conflictOf(locus, { table, sections: known, port: ports.get(column) });
    if (conflict === undefined) return column;
    findings.push({ ...conflict, subject: locus.baseline.seenAs, key: keyName(locus) });
    return undefined;
  });
  return { table: left, findings };
}

interface ConflictContext {
  readonly table: FleetTable;
  /** Ids of everything above a key of the file. */
  readonly sections: ReadonlySet<string>;
  /** Where another server listens on the column's port, in words. */
  readonly port: string | undefined;
}

function conflictOf(
  { file, column }: Locus,
  { table, sections, port }: ConflictContext,
): Pick<KeyFinding, 'kind' | 'reason'> | undefined {
  if (sections.has(column.id))
    return {
      kind: 'shape-differs',
      reason: 'A value on some servers and a section on others, so the value is left to the servers',
    };
  if (port !== undefined) return { kind: 'port-shared', reason: port };
  if (file.format === 'properties' || !hasMixedTypes(column, table)) return undefined;
  return { kind: 'type-differs', reason: 'The values have different types, most often by a slip of the pen' };
}

function sectionsOf(columns: readonly Column[]): ReadonlySet<string> {
  const sections = new Set<string>();
  for (const { id } of columns) {
    for (let dot = id.lastIndexOf('.'); dot > 0; dot = id.lastIndexOf('.', dot - 1)) {
      const section = id.slice(0, dot);
      if (sections.has(section)) break;
      sections.add(section);
    }
  }
  return sections;
}

function hasMixedTypes(column: Column, { values }: FleetTable): boolean {
  const types = new Set<ConfigType>();
  for (const value of valuesIn(column.seen)) {
    const type = typeOf(values.valueOf(value));
    // Null says nothing of a type, and the two kinds of number are one to the server.
    if (type !== 'null') types.add(type === 'float' ? 'int' : type);
  }
  return types.size > 1;
}

interface PortUse {
  readonly locus: Locus;
  readonly instance: number;
}

/** Columns in which some server listens on a port that another key or server of its host takes too. */
function findSharedPorts(table: FleetTable): ReadonlyMap<Column, string> {
  const uses = new Map<string, PortUse[]>();
  for (const locus of columnsOf(table)) {
    for (const { instance, protocol, port } of portsOf(locus, table)) {
      const place = `${table.instances[instance]?.host ?? ''} ${port}/${protocol}`;
      const list = uses.get(place);
      if (list === undefined) uses.set(place, [{ locus, instance }]);
      else list.push({ locus, instance });
    }
  }
  const shared = new Map<Column, string>();
  for (const [place, users] of uses) {
    if (users.length < 2) continue;
    for (const { locus } of users) shared.set(locus.column, sharedText(place, users, table));
  }
  return shared;
}

function sharedText(place: string, users: readonly PortUse[], { instances }: FleetTable): string {
  const names = [...new Set(users.map(({ instance }) => instances[instance]?.name ?? ''))];
  const [host, port] = place.split(' ');
  return `Port ${port} of ${host} is taken more than once (${listItems(names)}), so the key is left to the servers`;
}

function* portsOf(
  { baseline, file, column }: Locus,
  { values }: FleetTable,
): Generator<{ readonly instance: number; readonly protocol: string; readonly port: number }> {
  const path = baseline.folder === '.' ? file.path : `${baseline.folder}/${file.path}`;
  const isPort = listeningProtocol(path, column.id, () => true) !== undefined;
  for (const [position, cell] of isPort ? column.seen.entries() : []) {
    const protocol = listeningProtocol(path, column.id, (other) => {
      const seen = file.columns.find(({ id }) => id === other)?.seen[position] ?? MISSING;
      return seen !== MISSING && String(values.valueOf(seen)) === 'true';
    });
    const port = cell === MISSING || protocol === undefined ? undefined : toPort(values.valueOf(cell));
    if (protocol !== undefined && port !== undefined)
      yield { instance: baseline.members[position] as number, protocol, port };
  }
}
