import type { ObservedPass } from './observe-passes.ts';

const ROUNDS = 3;
/** A first clone or a very large host may take its time. */
const LONGEST_PASS_MILLIS = 15 * 60_000;
const LEAST_SILENCE_MILLIS = 60_000;

/** Whether the agent does its rounds, and what came of the last one that took the repository. */
export interface LoopHealth {
  /** It was looked whether a pass may run. */
  turn(): void;
  begin(): void;
  end(pass: ObservedPass): void;
  /** False when nobody looked for three rounds, or a pass goes on for a quarter of an hour and three rounds. */
  isAlive(): boolean;
  /** Undefined before the first one. */
  lastResult(): 'ok' | 'failed' | undefined;
}

/** `gapMillis` is the longest time between two rounds; `now` gives milliseconds of a monotonic clock. */
export function createLoopHealth(gapMillis: number, now: () => number): LoopHealth {
  const silence = Math.max(LEAST_SILENCE_MILLIS, gapMillis * ROUNDS);
  let heardAt = now();
  let begunAt: number | undefined;
  let last: 'ok' | 'failed' | undefined;
  return {
    turn: () => {
      heardAt = now();
    },
    begin: () => {
      begunAt = now();
    },
    end: ({ wants, end }) => {
      begunAt = undefined;
      heardAt = now();
      if (wants.has('repository')) last = end === undefined || end.hasTrouble ? 'failed' : 'ok';
    },
    isAlive: () =>
      begunAt === undefined
        ? now() - heardAt <= silence
        : now() - begunAt <= Math.max(silence, LONGEST_PASS_MILLIS),
    lastResult: () => last,
  };
}
