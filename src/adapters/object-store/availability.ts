import { TransientError } from '../../core/model/errors.ts';

const AWAY_MILLIS = 30_000;

/** Remembers for a while that a store is away, so that a pass does not wait for it once per object. */
export interface Availability {
  /** What the store gives, or undefined when it is away or was a moment ago. Other errors are thrown. */
  ask<T>(work: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
}

/** `now` gives milliseconds. */
export function createAvailability(now: () => number): Availability {
  let awayUntil = Number.NEGATIVE_INFINITY;
  return {
    async ask(work) {
      if (now() < awayUntil) return undefined;
      try {
        return { value: await work() };
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        awayUntil = now() + AWAY_MILLIS;
        return undefined;
      }
    },
  };
}
