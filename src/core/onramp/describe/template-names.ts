import { markLiterally, variableMark } from '../../model/variable-reference.ts';
import type { SeenInstance } from '../seen-fleet.ts';
import { MISSING, positionsByValue } from './fleet-table.ts';
import type { LayerColumn } from './layer-columns.ts';
import { hasSecretReference, mapTexts } from './templates.ts';
import type { ValueTable } from './value-table.ts';

/** Cells of some instances: as they were seen, and as they are to be written. */
export interface NamedCells {
  /** Indices of instances. */
  readonly members: readonly number[];
  readonly seen: Int32Array;
  readonly cells: Int32Array;
}

/** The cells with the instance's or host's own name written as a variable, where that makes the description shorter. */
export type TemplateNames = (column: NamedCells, layer: LayerColumn) => Int32Array;

const BUILT_INS = [['INSTANCE_NAME'], ['HOST_NAME'], ['INSTANCE_NAME', 'HOST_NAME']] as const;

export function createNameTemplates(instances: readonly SeenInstance[], values: ValueTable): TemplateNames {
  const replacements = BUILT_INS.map((variables) =>
    instances.map((instance) => replaceNames(instance, variables)),
  );
  return (column, layer) => {
    const { members, cells } = column;
    let best = { cells, cost: layer(members, cells).cost };
    if (best.cost < 2) return cells;
    for (const replace of replacements) {
      const templated = templateCells(column, replace, values);
      const cost = templated === cells ? best.cost : layer(members, templated).cost;
      if (cost < best.cost) best = { cells: templated, cost };
    }
    return best.cells;
  };
}

type Replace = (text: string) => string;

/** Replaces the names where they stand for themselves: `TOW01_` but not `TOW011`. */
function replaceNames({ name, host }: SeenInstance, variables: readonly string[]): Replace {
  const words = new Map<string, string>();
  if (variables.includes('HOST_NAME')) words.set(host, variableMark('HOST_NAME'));
  if (variables.includes('INSTANCE_NAME')) words.set(name, variableMark('INSTANCE_NAME'));
  const longestFirst = [...words.keys()]
    .filter((word) => word.length > 1)
    .sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return markLiterally;
  // Names are letters, digits, `_` and `-`, so that they stand for themselves in a pattern.
  const pattern = new RegExp(`(?<![A-Za-z0-9\\\\])(${longestFirst.join('|')})(?![A-Za-z0-9])`);
  return (text) =>
    text
      .split(pattern)
      .map((piece, index) => (index % 2 === 1 ? (words.get(piece) ?? piece) : markLiterally(piece)))
      .join('');
}

/** A template that only one member would have says nothing about the others, so that member's cell stays as it was. */
function templateCells(
  { members, seen, cells }: NamedCells,
  replace: readonly Replace[],
  values: ValueTable,
): Int32Array {
  let changes = false;
  const templated = cells.map((cell, at) => {
    if (cell === MISSING) return cell;
    const plain = values.valueOf(seen[at] as number);
    if (typeof plain !== 'string' && typeof plain !== 'object') return cell;
    const changed = mapTexts(plain, replace[members[at] as number] as Replace);
    if (changed === plain || hasSecretReference(values.valueOf(cell))) return cell;
    const id = values.idOf(changed);
    changes ||= id !== cell;
    return id;
  });
  if (!changes) return cells;
  const counts = positionsByValue(templated);
  return templated.map((id, at) => ((counts.get(id)?.length ?? 0) > 1 ? id : (cells[at] as number)));
}
