import type { Clock } from '../../ports/clock.ts';

/** The host's own clock; it may step backwards when the host's time is corrected. */
export const systemClock: Clock = { now: () => Date.now() };
