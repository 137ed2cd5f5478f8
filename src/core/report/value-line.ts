import { safeLine } from './markdown-text.ts';
import type { JsonValue, KeyChangeReport, ValueReport } from './report.ts';

const VALUE_MAX = 200;
// What a value is written down to before it is cut: its end is to be seen as well.
const LOOKED_AT_MAX = 4000;

/** A value on one line, at most 200 characters; text in quotes, so that `"5"` and `5` look different. */
export function valueLine(report: ValueReport): string {
  if ('absent' in report) return '(not there)';
  if ('section' in report) return '(a section)';
  if ('secret' in report) return '(secret)';
  if ('wholeFile' in report) {
    const { lines } = report.wholeFile;
    return `(whole file, ${lines} ${lines === 1 ? 'line' : 'lines'})`;
  }
  return safeLine(jsonText(report.value), VALUE_MAX);
}

/** What is there and what is wanted, told apart even where both look alike. */
export function valuePair({
  live,
  desired,
}: Pick<KeyChangeReport, 'live' | 'desired'>): readonly [string, string] {
  const from = valueLine(live);
  const to = valueLine(desired);
  if ('secret' in live && 'secret' in desired) return [from, '(secret, changed)'];
  return [from, from === to ? `${to} (differs where it is not shown)` : to];
}

function jsonText(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(ends(value));
  if (Array.isArray(value)) return `[${listText(value, jsonText)}]`;
  if (value !== null && typeof value === 'object') {
    const entryText = ([name, item]: readonly [string, JsonValue]) =>
      `${JSON.stringify(ends(name))}: ${jsonText(item)}`;
    return `{${listText(Object.entries(value as Record<string, JsonValue>), entryText)}}`;
  }
  return String(value);
}

function ends(text: string): string {
  return text.length <= LOOKED_AT_MAX
    ? text
    : text.slice(0, LOOKED_AT_MAX / 2) + text.slice(-LOOKED_AT_MAX / 2);
}

/** Stops once the text is longer than anybody will see. */
function listText<T>(items: readonly T[], textOf: (item: T) => string): string {
  let text = '';
  for (const item of items) {
    if (text.length > LOOKED_AT_MAX) return `${text}, …`;
    text += `${text === '' ? '' : ', '}${textOf(item)}`;
  }
  return text;
}
