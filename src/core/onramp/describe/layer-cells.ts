import { MISSING } from './fleet-table.ts';
import { ABSENT, costOf, type Layering, NONE, ownWord, type Roster, type RosterSet } from './layering.ts';

export interface LayerRules {
  /**
   * The share of members, from 0 to 1, that must have a value before a wider layer says it; those for whom a narrower
   * layer than it speaks are not counted.
   */
  readonly threshold: number;
  /** Values that may be the widest layer's as soon as two members have them, such as templates. */
  isTemplate(value: number): boolean;
  /** True where the widest layer must say something. */
  readonly needsBase: boolean;
}

interface Attempt {
  base: number;
  readonly hosts: number[];
  readonly groups: number[];
}

/** Finds a short way to give each member its value. Exact for hosts; groups are tried one after the other. */
export function layerCells(cells: Int32Array, roster: Roster, rules: LayerRules): Layering {
  const context = { cells, roster, rules };
  const plain = improve(
    context,
    roster.groups.map(() => NONE),
  );
  if (roster.groups.length === 0) return plain;
  const grouped = improve(
    context,
    roster.groups.map(({ positions }) => bestWord(context, positions).word),
  );
  return grouped.cost < plain.cost ? grouped : plain;
}

interface LayerContext {
  readonly cells: Int32Array;
  readonly roster: Roster;
  readonly rules: LayerRules;
}

/** What the widest layer may say to these cells, the most frequent first. */
function allowedBases(cells: readonly number[], rules: LayerRules): readonly number[] {
  const counts = countWords(cells);
  counts.delete(MISSING);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  if (rules.needsBase) return sorted.map(([value]) => value);
  const allowed = sorted.filter(
    ([value, count]) =>
      reaches(count, cells.length, rules.threshold) || (count >= 2 && rules.isTemplate(value)),
  );
  return [...allowed.map(([value]) => value), NONE];
}

function reaches(count: number, size: number, threshold: number): boolean {
  return count + 1e-9 >= size * threshold;
}

function countWords(cells: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}

const MOST_ROUNDS = 4;

function improve(context: LayerContext, groups: number[]): Layering {
  const { roster } = context;
  const attempt: Attempt = { base: NONE, hosts: roster.hosts.map(() => NONE), groups };
  let best: Layering | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    chooseWide(context, attempt);
    if (round > 0 || groups.every((word) => word === NONE)) chooseGroups(context, attempt);
    const layering = finish(context, attempt);
    if (best !== undefined && layering.cost >= best.cost) return best;
    best = layering;
    if (groups.length === 0) return best;
  }
  return best as Layering;
}

/** Base and hosts together, given what the groups say. */
function chooseWide(context: LayerContext, attempt: Attempt): void {
  const { roster, cells, rules } = context;
  const covered = new Set(
    roster.groups.flatMap(({ positions }, index) => (attempt.groups[index] === NONE ? [] : positions)),
  );
  const free = (positions: Iterable<number>) =>
    [...positions].filter((at) => !covered.has(at)).map((at) => cells[at] as number);
  const hosts = roster.hosts.map(({ positions }) => {
    const counts = countWords(free(positions));
    return { counts, best: bestOf(counts, rules.threshold) };
  });
  // With one host alone there are none to choose for.
  const loose = countWords(hosts.length === 0 ? free(cells.keys()) : []);
  let least = Number.POSITIVE_INFINITY;
  for (const base of allowedBases(rules.needsBase ? [...cells] : free(cells.keys()), rules)) {
    const words = hosts.map(({ counts, best }) => (best.cost < restCost(counts, base) ? best.word : NONE));
    const cost = hosts.reduce(
      (sum, { counts, best }, index) => sum + (words[index] === NONE ? restCost(counts, base) : best.cost),
      costOf(base) + restCost(loose, base),
    );
    if (cost >= least) continue;
    least = cost;
    attempt.base = base;
    attempt.hosts.splice(0, attempt.hosts.length, ...words);
  }
}

/** What members say for themselves where `reaching` is what the wider layers say. */
function restCost(counts: ReadonlyMap<number, number>, reaching: number): number {
  let cost = 0;
  for (const [wanted, count] of counts) cost += count * costOf(ownWord(wanted, reaching));
  return cost;
}

interface BestWord {
  readonly word: number;
  /** Of the word, and of the members that it does not fit. */
  readonly cost: number;
}

/** The best word for a set of members; without one that enough of them share, `NONE` at no end of cost. */
function bestOf(counts: ReadonlyMap<number, number>, threshold: number): BestWord {
  const size = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let best: BestWord = { word: NONE, cost: Number.POSITIVE_INFINITY };
  if (size < 2) return best;
  for (const [wanted, count] of counts) {
    if (!reaches(count, size, threshold)) continue;
    const word = wanted === MISSING ? ABSENT : wanted;
    const cost = costOf(word) + restCost(counts, word);
    if (cost < best.cost) best = { word, cost };
  }
  return best;
}

function bestWord({ cells, rules }: LayerContext, positions: readonly number[]): BestWord {
  return bestOf(countWords(positions.map((at) => cells[at] as number)), rules.threshold);
}

/** Each group in turn, the narrowest first, given what all other layers say. */
function chooseGroups(context: LayerContext, attempt: Attempt): void {
  const { roster, cells } = context;
  for (let index = roster.groups.length - 1; index >= 0; index -= 1) {
    const narrower = new Set(positionsSaid(roster.groups, attempt.groups, index + 1));
    const own = (roster.groups[index] as RosterSet).positions.filter((at) => !narrower.has(at));
    attempt.groups[index] = NONE;
    const reaching = reach(roster, attempt);
    const without = own.reduce(
      (sum, at) => sum + costOf(ownWord(cells[at] as number, reaching[at] as number)),
      0,
    );
    const best = bestWord(context, own);
    if (best.cost < without) attempt.groups[index] = best.word;
  }
}

function positionsSaid(
  sets: readonly RosterSet[],
  words: readonly number[],
  from: number,
): readonly number[] {
  return sets.slice(from).flatMap(({ positions }, index) => (words[from + index] === NONE ? [] : positions));
}

/** What the wider layers say to each member. */
function reach(roster: Roster, { base, hosts, groups }: Attempt): Int32Array {
  const reaching = new Int32Array(roster.size).fill(base);
  const say = (sets: readonly RosterSet[], words: readonly number[]): void => {
    sets.forEach(({ positions }, index) => {
      const word = words[index] ?? NONE;
      if (word !== NONE) for (const at of positions) reaching[at] = word;
    });
  };
  say(roster.hosts, hosts);
  say(roster.groups, groups);
  return reaching;
}

function finish({ cells, roster }: LayerContext, attempt: Attempt): Layering {
  const reaching = reach(roster, attempt);
  const instances = new Map<number, number>();
  cells.forEach((cell, at) => {
    const word = ownWord(cell, reaching[at] as number);
    if (word !== NONE) instances.set(at, word);
  });
  const words = [attempt.base, ...attempt.hosts, ...attempt.groups, ...instances.values()];
  const cost = words.reduce((sum, word) => sum + costOf(word), 0);
  return { base: attempt.base, hosts: [...attempt.hosts], groups: [...attempt.groups], instances, cost };
}
