import * as z from 'zod';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const NO_NAMES: readonly string[] = [];

const FIELDS: readonly Field[] = [
  { lowest: 0, highest: 59, names: NO_NAMES },
  { lowest: 0, highest: 23, names: NO_NAMES },
  { lowest: 1, highest: 31, names: NO_NAMES },
  { lowest: 1, highest: 12, names: MONTHS },
  { lowest: 0, highest: 7, names: DAYS },
];

interface Field {
  readonly lowest: number;
  readonly highest: number;
  /** Short names of its values, from the lowest on. */
  readonly names: readonly string[];
}

const SHAPE = /^(?:[0-9*,/A-Za-z-]{1,64} ){4}[0-9*,/A-Za-z-]{1,64}$/;

/** A cron expression of five fields whose values exist, such as `0 4 * * mon-fri`. */
export const cronSchema = z
  .string()
  .regex(SHAPE, { error: 'a cron expression has five fields, such as `0 4 * * *`' })
  .refine(isCron, {
    error: 'a field is beyond what it may hold',
    params: { help: 'Write minute 0-59, hour 0-23, day 1-31, month 1-12 and day of the week 0-7.' },
  });

function isCron(text: string): boolean {
  const fields = text.split(' ');
  return FIELDS.every((field, index) => fields[index]?.split(',').every((part) => isPart(part, field)));
}

/** `*`, `5` or `1-5`, each with or without a step such as `/2`. */
function isPart(part: string, field: Field): boolean {
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9][0-9]?$/.test(step))) return false;
  if (range === '*') return true;
  const [from, to, ...rest] = range.split('-').map((text) => fieldValue(text, field));
  if (from === undefined || rest.length > 0) return false;
  return range.includes('-') ? to !== undefined && from <= to : step === undefined;
}

function fieldValue(text: string, { lowest, highest, names }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return lowest + named;
  const value = /^[0-9]{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= lowest && value <= highest ? value : undefined;
}
