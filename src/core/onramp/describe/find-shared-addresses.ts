import { markLiterally, variableMark } from '../../model/variable-reference.ts';
import {
  type Column,
  columnsOf,
  type FleetTable,
  isUniform,
  keyName,
  type Locus,
  mapColumns,
} from './fleet-table.ts';
import type { FleetVariable } from './fleet-variable.ts';
import { groupBy } from './group-by.ts';
import type { NameVariable } from './name-variables.ts';
import { isAddress, serviceOf } from './plain-words.ts';

interface AddressUse {
  readonly locus: Locus;
  /** What follows the address in the text, such as `:3306`. */
  readonly after: string;
}

const FEWEST_KEYS = 3;

/**
 * Writes an address that several plugins have for the same service as one variable of the fleet: it costs a line, and
 * the service can move by changing that line alone.
 */
export function findSharedAddresses(
  table: FleetTable,
  nameVariable: NameVariable,
): { readonly table: FleetTable; readonly variables: readonly FleetVariable[] } {
  const changed = new Map<Column, Column>();
  const variables: FleetVariable[] = [];
  for (const [address, uses] of usesByAddress(table)) {
    const keys = uses.map(({ locus }) => keyName(locus));
    const plugins = new Set(uses.map(({ locus }) => locus.baseline.seenAs));
    if (uses.length < FEWEST_KEYS || plugins.size < 2 || serviceOf(keys) === undefined) continue;
    const whole = uses.map(({ locus, after }) => ({ locus, isWhole: after === '' }));
    const name = nameVariable(whole, [address]);
    const members = [...new Set(uses.flatMap(({ locus }) => locus.baseline.members))].sort((a, b) => a - b);
    const seen = new Int32Array(members.length).fill(table.values.idOf(address));
    variables.push({ name, keys, members, seen, cells: seen, isOwn: false });
    for (const { locus, after } of uses) {
      const id = table.values.idOf(`${variableMark(name)}${markLiterally(after)}`);
      changed.set(locus.column, { ...locus.column, cells: locus.column.cells.map(() => id) });
    }
  }
  return { table: mapColumns(table, ({ column }) => changed.get(column) ?? column), variables };
}

function usesByAddress(table: FleetTable): ReadonlyMap<string, readonly AddressUse[]> {
  const uses = [...columnsOf(table)].flatMap((locus) => {
    const { cells } = locus.column;
    const value = isUniform(cells) ? table.values.valueOf(cells[0] as number) : undefined;
    const address = typeof value === 'string' ? addressOf(value) : undefined;
    if (address === undefined || typeof value !== 'string') return [];
    return [{ locus, address, after: value.slice(address.length) }];
  });
  return groupBy(uses, ({ address }) => address);
}

// Names of hosts are no longer.
const LONGEST = 260;

/** Undefined for addresses that mean the machine itself: they are equal without meaning the same. */
function addressOf(text: string): string | undefined {
  const address = text.length > LONGEST ? '' : text.replace(/:[0-9]{1,5}$/, '');
  return isAddress(address) && !/^(?:127\.|0\.|255\.|localhost$)/.test(address) ? address : undefined;
}
