import type { Rounds, RoundsOptions } from './rounds.ts';

/** A timer of Node that is set for longer fires at once. */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;

/**
 * Rounds at a distance of `millis`, more or less by up to the jitter's share, drawn anew for each. Counted by the
 * monotonic clock from the round before, so that neither a stall nor a change of the time brings several at once.
 */
export function startIntervalRounds(millis: number, { jitter, random, onRound }: RoundsOptions): Rounds {
  let timer: NodeJS.Timeout;
  const wait = (rest: number) => {
    const step = Math.min(rest, LONGEST_TIMER_MILLIS);
    timer = setTimeout(() => (rest > step ? wait(rest - step) : next()), step);
  };
  const next = () => {
    begin();
    onRound();
  };
  const begin = () => wait(millis * (1 + Math.min(jitter, 1) * (2 * random() - 1)));
  begin();
  return { stop: () => clearTimeout(timer) };
}
