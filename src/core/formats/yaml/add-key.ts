import type { ConfigValue } from '../../model/config-value.ts';
import type { Layout } from './layout.ts';
import type { MappingNode } from './nodes.ts';
import { indentOf } from './replace-value.ts';
import { contentEnd, lineStartOf, nextLineOf, type Splice } from './splice.ts';
import { pairLines, writeFlow } from './write-block.ts';
import { writeKey } from './write-scalar.ts';

export interface NewKey {
  readonly name: string;
  readonly value: ConfigValue;
}

/** The change that adds a key behind the last one of a map that has some; undefined where there is no safe place. */
export function addToMap(text: string, map: MappingNode, key: NewKey, layout: Layout): Splice | undefined {
  const last = map.pairs.at(-1);
  if (last === undefined) return undefined;
  if (map.flow) {
    const at = last.valueEnd;
    return { start: at, end: at, text: `, ${writeKey(key.name, true)}: ${writeFlow(key.value)}` };
  }
  const pad = text.slice(lineStartOf(text, last.start), last.start);
  if (pad.trim() !== '') return undefined;
  return addLines(
    text,
    nextLineOf(text, contentEnd(text, last.start, Math.max(last.valueEnd, last.keyEnd))),
    {
      lines: pairLines(key, indentOf(text, last.start), layout),
      layout,
    },
  );
}

/** The change that adds a key to a text without any. */
export function addToEmptyText(text: string, key: NewKey, layout: Layout): Splice {
  return addLines(text, text.length, { lines: pairLines(key, '', layout), layout });
}

function addLines(
  text: string,
  at: number,
  { lines, layout }: { readonly lines: readonly string[]; readonly layout: Layout },
): Splice {
  const { lineBreak } = layout;
  const body = lines.join(lineBreak);
  const open = at === text.length && text !== '' && !/[\r\n]$/.test(text);
  return { start: at, end: at, text: open ? lineBreak + body : body + lineBreak };
}
