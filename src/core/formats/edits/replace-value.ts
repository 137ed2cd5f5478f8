import { type ConfigValue, equalValues, isConfigList } from '../../model/config-value.ts';
import { endOfLine, lineBreakOf, startOfLine } from './line-places.ts';
import type { Splice } from './splices.ts';

/** A value with the offsets of its own text, and those of its items where it is a list. */
export interface ValuePlace {
  readonly value: ConfigValue;
  readonly start: number;
  readonly end: number;
  readonly items: readonly ValuePlace[] | undefined;
}

/** Writes a value on one line. `before` is the text that it replaces, for its quotes. */
export type WriteValue = (value: ConfigValue, before: string) => string;

/**
 * Puts a value in the place of another. A list with as many items as before changes only the items that
 * differ; another list keeps the form of the old one: one line, or a line for each item.
 */
export function replaceValue(
  text: string,
  place: ValuePlace,
  wanted: { readonly value: ConfigValue; readonly write: WriteValue },
): readonly Splice[] {
  const { value, write } = wanted;
  const { start, end, items } = place;
  // `1` and `1.0` are equal, but a file that is strict about types must get the one that was asked for.
  if (typeof place.value === typeof value && equalValues(place.value, value)) return [];
  if (!isConfigList(value) || items === undefined || items.length === 0) {
    return [{ start, end, text: write(value, text.slice(start, end)) }];
  }
  if (items.length === value.length) {
    return items.flatMap((item, index) =>
      replaceValue(text, item, { value: value[index] as ConfigValue, write }),
    );
  }
  return [{ start, end, text: listText(text, place, { value, write }) }];
}

function listText(
  text: string,
  place: ValuePlace,
  wanted: { readonly value: readonly ConfigValue[]; readonly write: WriteValue },
): string {
  const { value, write } = wanted;
  const own = text.slice(place.start, place.end);
  const first = place.items?.[0];
  if (!/[\r\n]/.test(own) || first === undefined || value.length === 0) return write(value, own);
  const last = place.items?.at(-1) ?? first;
  const indent = indentAt(text, first.start);
  const trailingComma = /^[ \t]*,/.test(text.slice(last.end, endOfLine(text, last.end)));
  const lineBreak = lineBreakOf(own);
  const lines = value.map((item) => indent + write(item, text.slice(first.start, first.end)));
  const body = lines.join(`,${lineBreak}`) + (trailingComma ? ',' : '');
  return `[${lineBreak}${body}${lineBreak}${indentAt(text, place.end - 1)}]`;
}

/** The blanks that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  let end = start;
  while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9) end += 1;
  return text.slice(start, end);
}
