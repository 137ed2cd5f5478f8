import type { SeenInstance } from '../seen-fleet.ts';
import type { Groups } from './create-layerer.ts';
import { columnsOf, type FleetTable, MISSING } from './fleet-table.ts';
import { groupBy } from './group-by.ts';
import { type ColumnLayers, layerColumns } from './layer-columns.ts';
import { ABSENT, NONE } from './layering.ts';
import { nameGroup } from './name-groups.ts';

/** What the members of a baseline want and what they have to say for themselves, for columns that are alike. */
interface Pattern {
  readonly members: readonly number[];
  /** `ABSENT` where a member must not have the key, which a group can say as well. */
  readonly wanted: readonly number[];
  /** Positions of the members that say it for themselves. */
  readonly own: ReadonlySet<number>;
  /** Number of keys. */
  weight: number;
}

interface Candidate {
  readonly members: ReadonlySet<number>;
  /** The most that it might save, for a first choice. */
  promise: number;
}

interface Proposal {
  readonly name: string;
  readonly members: readonly number[];
}

const MOST_GROUPS = 12;
const MOST_CANDIDATES = 60;
// Beyond these a key or two agree, and the search would take longer than all the rest.
const MOST_PATTERNS = 1500;
const FEWEST_KEYS = 3;

/**
 * Finds instances that share many overrides, and makes them groups behind the given ones: each as long as it saves more
 * lines than it has members. Larger groups come first, so that a smaller one wins over them.
 */
export function proposeGroups(table: FleetTable, threshold: number, given: Groups): Groups {
  const proposals: Proposal[] = [];
  let layers = layerColumns(table, threshold, given);
  while (proposals.length < MOST_GROUPS) {
    const patterns = findPatterns(table, layers);
    const best = bestCandidate(findCandidates(patterns, table.instances), patterns);
    if (best === undefined) break;
    const taken = new Set([...given.keys(), ...proposals.map(({ name }) => name)]);
    proposals.push({ name: nameGroup(best, table.instances, taken), members: best });
    proposals.sort((a, b) => b.members.length - a.members.length);
    layers = layerColumns(table, threshold, withProposals(given, proposals, table.instances));
  }
  return layers.groups;
}

function withProposals(
  given: Groups,
  proposals: readonly Proposal[],
  instances: readonly SeenInstance[],
): Groups {
  const idOf = (member: number) => (instances[member] as SeenInstance).id;
  return new Map([...given, ...proposals.map(({ name, members }) => [name, members.map(idOf)] as const)]);
}

function findPatterns(table: FleetTable, layers: ColumnLayers): readonly Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const { baseline, column } of columnsOf(table)) {
    const { members } = baseline;
    const layering = layers.layerKey(members, column.cells);
    if (layering.instances.size < 2) continue;
    const wanted = [...relabel(column.cells)];
    const own = new Set(layering.instances.keys());
    const id = `${members.join()} ${wanted.join()} ${[...own].join()}`;
    const known = patterns.get(id);
    if (known === undefined) patterns.set(id, { members, wanted, own, weight: 1 });
    else known.weight += 1;
  }
  return [...patterns.values()].sort((a, b) => b.weight - a.weight).slice(0, MOST_PATTERNS);
}

/** Values numbered in the order in which they come, so that columns which differ alike are equal. */
function relabel(cells: Int32Array): Int32Array {
  const numbers = new Map<number, number>([[MISSING, ABSENT]]);
  return cells.map((cell) => {
    const number = numbers.get(cell) ?? numbers.size;
    numbers.set(cell, number);
    return number;
  });
}

/** Sets of instances that say the same for themselves, and those whose names or platforms are alike. */
function findCandidates(
  patterns: readonly Pattern[],
  instances: readonly SeenInstance[],
): readonly Candidate[] {
  const candidates = new Map<string, Candidate>();
  const add = (members: readonly number[], promise: number): void => {
    if (members.length < 2 || members.length === instances.length) return;
    const known = candidates.get(members.join());
    if (known === undefined) candidates.set(members.join(), { members: new Set(members), promise });
    else known.promise += promise;
  };
  for (const { members, wanted, own, weight } of patterns) {
    const byWord = groupBy(own, (at) => wanted[at]);
    for (const positions of byWord.values())
      add(
        positions.map((at) => members[at] as number),
        weight * (positions.length - 1),
      );
  }
  const sorted = [...candidates.values()].sort((a, b) => b.promise - a.promise).slice(0, MOST_CANDIDATES);
  for (const key of ['platform', 'name'] as const) {
    const alike = groupBy(instances.keys(), (index) => stemOf((instances[index] as SeenInstance)[key]));
    for (const members of alike.values())
      if (members.length > 1 && members.length < instances.length)
        sorted.push({ members: new Set(members), promise: 0 });
  }
  return sorted;
}

/** `SMP201` and `SMP1` have one stem. */
function stemOf(name: string): string {
  return name.replace(/[-_]?[0-9]+$/, '');
}

function bestCandidate(
  candidates: readonly Candidate[],
  patterns: readonly Pattern[],
): readonly number[] | undefined {
  let best: { readonly members: ReadonlySet<number>; readonly gain: number } | undefined;
  for (const { members } of candidates) {
    let gain = -members.size;
    let keys = 0;
    for (const pattern of patterns) {
      const saved = savedIn(pattern, members);
      if (saved <= 0) continue;
      gain += saved * pattern.weight;
      keys += pattern.weight;
    }
    if (keys >= FEWEST_KEYS && gain > (best?.gain ?? 0)) best = { members, gain };
  }
  return best === undefined ? undefined : [...best.members].sort((a, b) => a - b);
}

/** Lines that one key of the pattern saves when the set is a group that wins over all others. */
function savedIn({ members, wanted, own }: Pattern, set: ReadonlySet<number>): number {
  const needed = new Map<number, number>();
  const broken = new Map<number, number>();
  let right = 0;
  members.forEach((member, at) => {
    if (!set.has(member)) return;
    const word = wanted[at] ?? NONE;
    const counts = own.has(at) ? needed : broken;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    if (!own.has(at)) right += 1;
  });
  let most = 0;
  for (const [word, count] of needed) most = Math.max(most, count - 1 - right + (broken.get(word) ?? 0));
  return most;
}
