import * as z from 'zod';

const DURATION = /^(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$/;
const READS_LIKE = 'a duration reads like `90s`, `30m`, `12h` or `1h30m`';

/** The text of a duration, its units from the longest to the shortest. */
export const durationSchema = z
  .string()
  .min(2, { error: READS_LIKE, abort: true })
  .regex(DURATION, { error: READS_LIKE, abort: true })
  .describe('Such as 90s, 30m, 12h, 1h30m or 2d.');

/** A duration within bounds, which are durations themselves and allowed. */
export function durationWithin(shortest: string, longest: string): typeof durationSchema {
  const isWithin = (text: string): boolean => {
    const millis = durationMillis(text);
    return millis >= durationMillis(shortest) && millis <= durationMillis(longest);
  };
  return durationSchema.refine(isWithin, {
    error: `it is not within ${shortest} and ${longest}`,
    params: { help: `Write a duration from ${shortest} to ${longest}.` },
  });
}

const UNIT_MILLIS = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]);

/** Milliseconds of a duration such as `1h30m`, already known to be one. */
export function durationMillis(text: string): number {
  let millis = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9]+)([dhms])/g)) {
    millis += Number(amount) * (UNIT_MILLIS.get(unit as string) ?? 0);
  }
  return millis;
}
