import type { InstanceId } from '../../model/instance.ts';
import type { SeenInstance } from '../seen-fleet.ts';
import { MISSING } from './fleet-table.ts';
import { type LayerRules, layerCells } from './layer-cells.ts';
import { type Layering, NONE, type Roster, type RosterSet } from './layering.ts';

/** Groups by name, in the fleet's order. */
export type Groups = ReadonlyMap<string, readonly InstanceId[]>;

/** Lays cells into layers for one set of groups. Columns that are alike but for their values are worked out once. */
export interface Layerer {
  /** `members` are indices of instances, ascending. */
  rosterOf(members: readonly number[]): Roster;
  layer(cells: Int32Array, roster: Roster, rules: LayerRules): Layering;
}

export function createLayerer(instances: readonly SeenInstance[], groups: Groups): Layerer {
  const rosters = new Map<string, Roster>();
  // Joining hundreds of numbers for every key would take most of the time.
  const byList = new WeakMap<readonly number[], Roster>();
  const known = new WeakMap<Roster, Map<string, Layering>>();
  return {
    rosterOf(members) {
      const found = byList.get(members);
      if (found !== undefined) return found;
      const id = members.join();
      const roster = rosters.get(id) ?? buildRoster(members, instances, groups);
      rosters.set(id, roster);
      byList.set(members, roster);
      return roster;
    },
    layer(cells, roster, rules) {
      const { pattern, labels } = relabel(cells);
      const templates = labels.map((label) => (rules.isTemplate(label) ? 't' : '')).join();
      const id = `${rules.threshold} ${rules.needsBase} ${templates} ${pattern.join()}`;
      const solved = known.get(roster) ?? new Map<string, Layering>();
      known.set(roster, solved);
      const isTemplate = (label: number): boolean => rules.isTemplate(labels[label] as number);
      const layering = solved.get(id) ?? layerCells(pattern, roster, { ...rules, isTemplate });
      solved.set(id, layering);
      return withLabels(layering, labels);
    },
  };
}

function buildRoster(members: readonly number[], instances: readonly SeenInstance[], groups: Groups): Roster {
  const hosts = new Set(instances.map(({ host }) => host));
  const pick = (name: string, fits: (instance: SeenInstance) => boolean): readonly RosterSet[] => {
    const positions = members.flatMap((member, at) => (fits(instances[member] as SeenInstance) ? [at] : []));
    return positions.length === 0 ? [] : [{ name, positions }];
  };
  return {
    size: members.length,
    // One host alone says what the fleet says.
    hosts: hosts.size < 2 ? [] : [...hosts].flatMap((name) => pick(name, ({ host }) => host === name)),
    groups: [...groups].flatMap(([name, ids]) => {
      const set = new Set(ids);
      return pick(name, ({ id }) => set.has(id));
    }),
  };
}

/** The cells with their values numbered in the order in which they come. */
function relabel(cells: Int32Array): { readonly pattern: Int32Array; readonly labels: readonly number[] } {
  const labels: number[] = [];
  const numbers = new Map<number, number>([[MISSING, MISSING]]);
  const pattern = cells.map((cell) => {
    const found = numbers.get(cell);
    if (found !== undefined) return found;
    numbers.set(cell, labels.length);
    return labels.push(cell) - 1;
  });
  return { pattern, labels };
}

function withLabels(layering: Layering, labels: readonly number[]): Layering {
  const back = (word: number): number => (word <= NONE ? word : (labels[word] as number));
  return {
    base: back(layering.base),
    hosts: layering.hosts.map(back),
    groups: layering.groups.map(back),
    instances: new Map([...layering.instances].map(([at, word]) => [at, back(word)])),
    cost: layering.cost,
  };
}
