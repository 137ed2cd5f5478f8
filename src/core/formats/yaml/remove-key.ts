import type { ConfigMap } from '../../model/config-value.ts';
import type { Layout } from './layout.ts';
import type { MappingNode, Pair } from './nodes.ts';
import { replaceValue } from './replace-value.ts';
import type { Holder } from './sections.ts';
import { contentEnd, lineStartOf, nextLineOf, type Splice } from './splice.ts';

const EMPTY: ConfigMap = new Map();

/**
 * The change that takes a key with all below it away; a section that loses its last key becomes `{}`. `parent` holds
 * the section, undefined for the root. Undefined where the key shares its line with something else.
 */
export function removeKey(
  text: string,
  holder: Holder,
  context: { readonly parent: Holder | undefined; readonly layout: Layout },
): Splice | undefined {
  const { mapping, pair } = holder;
  if (mapping.flow) return removeFromFlow(mapping, pair);
  if (mapping.pairs.length === 1 && context.parent !== undefined)
    return replaceValue(text, context.parent, { value: EMPTY, layout: context.layout });
  const start = lineStartOf(text, pair.start);
  if (text.slice(start, pair.start).trim() !== '') return undefined;
  const last = contentEnd(text, pair.start, Math.max(pair.valueEnd, pair.keyEnd));
  return { start, end: nextLineOf(text, last), text: '' };
}

function removeFromFlow(mapping: MappingNode, pair: Pair): Splice {
  const index = mapping.pairs.indexOf(pair);
  const next = mapping.pairs[index + 1];
  const before = mapping.pairs[index - 1];
  if (next !== undefined) return { start: pair.start, end: next.start, text: '' };
  return { start: before?.valueEnd ?? pair.start, end: pair.valueEnd, text: '' };
}
