import { type ConfigValue, equalValues } from '../../model/config-value.ts';
import { construct, toConfigValue } from './construct.ts';
import type { Layout } from './layout.ts';
import type { SequenceNode } from './nodes.ts';
import { contentEnd, lineStartOf, nextLineOf, type Splice } from './splice.ts';
import { itemLines } from './write-block.ts';

const DASH = /^( *)-[ \t]+$/;

/**
 * The change from a block list's items to others on the lines of those that differ: equal items at the start and
 * the end keep their lines. Undefined where items do not start lines of their own.
 */
export function replaceItems(
  text: string,
  list: SequenceNode,
  change: { readonly value: readonly ConfigValue[]; readonly layout: Layout },
): Splice | undefined {
  const starts = list.items.map((item) => lineStartOf(text, item.start));
  const pads = list.items.map((item, index) => DASH.exec(text.slice(starts[index], item.start))?.[1]);
  const pad = pads[0];
  if (pad === undefined || pads.some((other) => other !== pad)) return undefined;
  const { value, layout } = change;
  const old = list.items.map((item) => toConfigValue(construct(item.node)));
  const head = commonHead(old, value);
  const tail = commonTail(old.slice(head), value.slice(head));
  const lines = value.slice(head, value.length - tail).flatMap((item) => itemLines(item, pad, layout));
  const ends = list.items.map((item) => nextLineOf(text, contentEnd(text, item.start, item.end)));
  const start = (head > 0 ? ends[head - 1] : starts[0]) ?? 0;
  const last = old.length - tail;
  const end = last > head ? (ends[last - 1] ?? start) : start;
  return {
    start: last > head ? (starts[head] ?? start) : start,
    end,
    text: wholeLines(text, { start, end, lines, layout }),
  };
}

/** The lines with their breaks, which a last line of the text may be without. */
function wholeLines(
  text: string,
  part: {
    readonly start: number;
    readonly end: number;
    readonly lines: readonly string[];
    readonly layout: Layout;
  },
): string {
  const { lineBreak } = part.layout;
  const joined = part.lines.map((line) => line + lineBreak).join('');
  const open = part.end === text.length && !/[\r\n]$/.test(text);
  if (!open || joined === '') return joined;
  const body = joined.slice(0, -lineBreak.length);
  return part.start === part.end ? lineBreak + body : body;
}

function commonHead(old: readonly ConfigValue[], value: readonly ConfigValue[]): number {
  let count = 0;
  while (count < old.length && count < value.length && same(old[count], value[count])) count++;
  return count;
}

function commonTail(old: readonly ConfigValue[], value: readonly ConfigValue[]): number {
  let count = 0;
  while (count < old.length && count < value.length && same(old.at(-1 - count), value.at(-1 - count)))
    count++;
  return count;
}

function same(a: ConfigValue | undefined, b: ConfigValue | undefined): boolean {
  return a !== undefined && b !== undefined && equalValues(a, b);
}
