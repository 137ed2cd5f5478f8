import { type ConfigMap, type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import type { Layout } from './layout.ts';
import type { Pair, YamlNode } from './nodes.ts';
import { replaceItems } from './replace-items.ts';
import type { Holder } from './sections.ts';
import { contentEnd, lineEndOf, lineStartOf, type Splice } from './splice.ts';
import { writeBlock, writeFlow } from './write-block.ts';
import { writeScalar } from './write-scalar.ts';

const COLON = ':';
const TRAILING_BLANKS = /[ \t]+$/;

/** The change that gives a key another value, on the value's own characters or lines. */
export function replaceValue(
  text: string,
  holder: Holder,
  change: { readonly value: ConfigValue; readonly layout: Layout },
): Splice {
  const { pair, mapping } = holder;
  const { value, layout } = change;
  const hasParts = (isConfigList(value) && value.length > 0) || (isConfigMap(value) && value.size > 0);
  if (!hasParts) return replaceInline(text, pair, inlineText(value, pair.value, mapping.flow));
  if (mapping.flow || keepsFlow(pair.value)) return replaceInline(text, pair, writeFlow(value));
  if (pair.value.kind === 'sequence' && !pair.value.flow && isConfigList(value)) {
    const splice = replaceItems(text, pair.value, { value, layout });
    if (splice !== undefined) return splice;
  }
  return replaceByLines(text, pair, { value: value as ConfigMap, layout });
}

/** A list or map that was written on one line stays so. */
function keepsFlow(node: YamlNode): boolean {
  if (node.kind === 'scalar' || !node.flow) return false;
  return (node.kind === 'sequence' ? node.items.length : node.pairs.length) > 0;
}

function inlineText(value: ConfigValue, old: YamlNode, flow: boolean): string {
  const style = old.kind === 'scalar' ? old.style : 'plain';
  return writeScalar(value, { style, flow }) ?? writeFlow(value);
}

function replaceInline(text: string, pair: Pair, inline: string): Splice {
  const { valueStart: start, value } = pair;
  if (value.kind === 'scalar' && pair.valueEnd === start)
    return { start, end: start, text: `${afterKey(text, pair)}${inline}` };
  if (value.kind !== 'scalar' && !value.flow) {
    const from = colonEnd(text, pair);
    const end = lineEndOf(text, contentEnd(text, from, pair.valueEnd));
    return { start: from, end, text: ` ${inline}${text.slice(from, lineEndOf(text, from))}` };
  }
  const end = contentEnd(text, start, pair.valueEnd);
  return { start, end, text: text[end] === '#' ? `${inline} ` : inline };
}

/** What must come between a key and a value where there was none. */
function afterKey(text: string, pair: Pair): string {
  return text[pair.valueStart - 1] === COLON && pair.valueStart > pair.keyEnd ? ' ' : ': ';
}

function colonEnd(text: string, pair: Pair): number {
  return text.indexOf(COLON, pair.keyEnd) + 1;
}

/** Puts the value on lines of its own below its key; a comment behind the key stays there. */
function replaceByLines(
  text: string,
  pair: Pair,
  { value, layout }: { readonly value: readonly ConfigValue[] | ConfigMap; readonly layout: Layout },
): Splice {
  const from = colonEnd(text, pair);
  const block = pair.value.kind !== 'scalar' && !pair.value.flow;
  const last = Math.max(from, contentEnd(text, from, pair.valueEnd));
  const end = lineEndOf(text, last);
  const comment = block ? text.slice(from, lineEndOf(text, from)) : text.slice(last, end);
  const pad =
    indentOf(text, pair.start) + ' '.repeat(isConfigList(value) ? layout.dashIndent : layout.indent);
  const lines = writeBlock(value, pad, layout);
  return { start: from, end, text: [comment.replace(TRAILING_BLANKS, ''), ...lines].join(layout.lineBreak) };
}

/** The blanks before a key that starts its line. */
export function indentOf(text: string, offset: number): string {
  return text.slice(lineStartOf(text, offset), offset).replace(/[^ ]/g, ' ');
}
