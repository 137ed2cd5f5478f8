import type { FormatName } from '../../model/format-name.ts';
import type { Platform } from '../../model/instance.ts';
import type { KeyPath } from '../../model/key-path.ts';
import type { SeenInstance } from '../seen-fleet.ts';
import type { ValueTable } from './value-table.ts';

/** A cell of an instance that does not have the key. */
export const MISSING = -1;

/** What was seen, turned round: for each key of each baseline its value on every instance. */
export interface FleetTable {
  /** The managed ones; everything else means them by their index here. */
  readonly instances: readonly SeenInstance[];
  readonly values: ValueTable;
  readonly baselines: readonly BaselineTable[];
}

export interface BaselineTable {
  /** The baseline's name; the plugin's own, unless one baseline can't hold all that was seen of it. */
  readonly plugin: string;
  readonly seenAs: string;
  readonly folder: string;
  readonly platforms: readonly Platform[];
  /** Indices of the instances that have every file of the baseline, ascending. */
  readonly members: readonly number[];
  readonly files: readonly FileTable[];
}

export interface FileTable {
  readonly path: string;
  readonly format: FormatName;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly id: string;
  readonly path: KeyPath;
  readonly note: string | undefined;
  /** Number of the value as it was seen on each member, or `MISSING`. */
  readonly seen: Int32Array;
  /** The same as it is to be written: marked, with references in it. */
  readonly cells: Int32Array;
}

/** A column and where it stands. */
export interface Locus {
  readonly baseline: BaselineTable;
  readonly file: FileTable;
  readonly column: Column;
}

export function* columnsOf(table: FleetTable): Generator<Locus> {
  for (const baseline of table.baselines) {
    for (const file of baseline.files) {
      for (const column of file.columns) yield { baseline, file, column };
    }
  }
}

/** Replaces every column; undefined takes it out, and its file and baseline with it when they have no other. */
export function mapColumns(table: FleetTable, change: (locus: Locus) => Column | undefined): FleetTable {
  const baselines = table.baselines.flatMap((baseline) => {
    const files = baseline.files.flatMap((file) => {
      const columns = file.columns.flatMap((column) => change({ baseline, file, column }) ?? []);
      return columns.length === 0 ? [] : [{ ...file, columns }];
    });
    return files.length === 0 ? [] : [{ ...baseline, files }];
  });
  return { ...table, baselines };
}

/** The different values of a column's cells, without `MISSING`. */
export function valuesIn(cells: Int32Array): readonly number[] {
  if (isUniform(cells)) return [cells[0] as number];
  return [...new Set(cells)].filter((cell) => cell !== MISSING);
}

/** The different values of a column's cells, with the positions of the members that have each; none for `MISSING`. */
export function positionsByValue(cells: Int32Array): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  cells.forEach((cell, position) => {
    if (cell === MISSING) return;
    const positions = found.get(cell);
    if (positions === undefined) found.set(cell, [position]);
    else positions.push(position);
  });
  return found;
}

/** True where every member has the key with one value. */
export function isUniform(cells: Int32Array): boolean {
  const [first] = cells;
  if (first === MISSING) return false;
  // Every key of every server passes here, so a plain loop.
  for (let at = 1; at < cells.length; at += 1) if (cells[at] !== first) return false;
  return true;
}

/** How people and globs name a key: `Plugin:file:key`. */
export function keyName({ baseline, file, column }: Locus): string {
  return `${baseline.seenAs}:${file.path}:${column.id}`;
}
