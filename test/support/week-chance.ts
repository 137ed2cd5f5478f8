/** Numbers that look like chance and are the same for the same seed. */
export interface Chance {
  /** From 0, below the limit; whole. */
  below(limit: number): number;
  between(from: number, to: number): number;
  /** How often something happens that happens `mean` times on average. */
  count(mean: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    count(mean) {
      const floor = Math.exp(-mean);
      let count = 0;
      for (let left = next(); left > floor; left *= next()) count += 1;
      return count;
    },
    pick(list) {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
}
