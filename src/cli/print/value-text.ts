import type { JsonValue, ValueReport } from '../../core/report/report.ts';
import { cut, safeText } from './safe-text.ts';

/** A value for people: text in quotes, so that `"5"` and `5` look different; at most `max` characters. */
export function valueText(report: ValueReport, max: number): string {
  if ('absent' in report) return '(not there)';
  if ('section' in report) return '(a section)';
  if ('secret' in report) return '(secret)';
  if ('wholeFile' in report) {
    const { lines } = report.wholeFile;
    return `(whole file, ${lines} ${lines === 1 ? 'line' : 'lines'})`;
  }
  return cut(safeText(jsonText(report.value, max)), max);
}

/** Stops once the text is longer than anybody will see. */
function jsonText(value: JsonValue, max: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, max + 1));
  if (Array.isArray(value)) return `[${listText(value, max, (item) => jsonText(item, max))}]`;
  if (value !== null && typeof value === 'object') {
    const entryText = ([name, item]: readonly [string, JsonValue]) =>
      `${JSON.stringify(name)}: ${jsonText(item, max)}`;
    return `{${listText(Object.entries(value as Record<string, JsonValue>), max, entryText)}}`;
  }
  return String(value);
}

function listText<T>(items: readonly T[], max: number, textOf: (item: T) => string): string {
  let text = '';
  for (const item of items) {
    if (text.length > max) break;
    text += `${text === '' ? '' : ', '}${textOf(item)}`;
  }
  return text;
}
