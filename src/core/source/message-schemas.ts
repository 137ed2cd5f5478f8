import * as z from 'zod';
import { durationMillis, durationSchema } from './duration.ts';

const LONGEST_COUNTDOWN_MILLIS = 3_600_000;
const MOST_MILESTONES = 30;

// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character could end a console line
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** True for a text that can end or disturb a line of a console. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** A text of one line that is not blank. */
export function oneLine(longest: number): z.ZodString {
  return z
    .string()
    .max(longest, { error: `it is longer than ${longest} characters` })
    .refine((text) => text.trim() !== '', { error: 'it is empty', params: { help: 'Write a text.' } })
    .refine((text) => !hasControlCharacters(text), {
      error: 'it holds a line break or another control character',
      params: { help: 'Write it on one line, without line breaks and tabs.' },
    });
}

/** Moments before a stop: the longest first, each once, none beyond an hour. */
export const milestonesSchema = z
  .array(durationSchema)
  .max(MOST_MILESTONES, { error: `there are more than ${MOST_MILESTONES}` })
  .refine((texts) => texts.every(isWithinHour), {
    error: 'a moment is not within 1s and 1h before the stop',
    params: { help: 'Write durations from 1s to 1h, such as `[5m, 1m, 30s, 10s, 5s]`.' },
  })
  .refine((texts) => texts.every((text, index) => isEarlier(texts[index - 1], text)), {
    error: 'its moments do not come the longest first, each once',
    params: { help: 'Write the longest first and none twice, such as `[5m, 1m, 30s, 10s, 5s]`.' },
  });

function isWithinHour(text: string): boolean {
  const millis = durationMillis(text);
  return millis > 0 && millis <= LONGEST_COUNTDOWN_MILLIS;
}

function isEarlier(before: string | undefined, text: string): boolean {
  return before === undefined || durationMillis(before) > durationMillis(text);
}
