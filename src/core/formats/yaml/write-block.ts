import { type ConfigMap, type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import type { Layout } from './layout.ts';
import { writeKey, writeScalar } from './write-scalar.ts';

/** The lines of a list or map, without line breaks, each starting with `pad`. Empty ones have no lines. */
export function writeBlock(
  value: readonly ConfigValue[] | ConfigMap,
  pad: string,
  layout: Layout,
): readonly string[] {
  if (isConfigList(value)) return value.flatMap((item) => itemLines(item, pad, layout));
  return [...value].flatMap(([name, item]) => pairLines({ name, value: item }, pad, layout));
}

/** The lines of one list item. */
export function itemLines(item: ConfigValue, pad: string, layout: Layout): readonly string[] {
  const text = inlineText(item);
  if (text !== undefined) return [`${pad}- ${text}`];
  const lines = writeBlock(item as ConfigMap, `${pad}  `, layout);
  return lines.map((line, index) => (index === 0 ? `${pad}- ${line.slice(pad.length + 2)}` : line));
}

/** The lines of one key with its value. */
export function pairLines(
  pair: { readonly name: string; readonly value: ConfigValue },
  pad: string,
  layout: Layout,
): readonly string[] {
  const key = writeKey(pair.name, false);
  const text = inlineText(pair.value);
  if (text !== undefined) return [`${pad}${key}: ${text}`];
  const further = isConfigList(pair.value) ? layout.dashIndent : layout.indent;
  return [`${pad}${key}:`, ...writeBlock(pair.value as ConfigMap, pad + ' '.repeat(further), layout)];
}

/** The text of a scalar or of an empty list or map; undefined for what needs lines of its own. */
function inlineText(value: ConfigValue): string | undefined {
  if (isConfigList(value)) return value.length === 0 ? '[]' : undefined;
  if (isConfigMap(value)) return value.size === 0 ? '{}' : undefined;
  return writeScalar(value, { style: 'plain', flow: false });
}

/** Any value on one line. */
export function writeFlow(value: ConfigValue): string {
  if (isConfigList(value)) return `[${value.map(writeFlow).join(', ')}]`;
  if (isConfigMap(value))
    return `{${[...value].map(([name, item]) => `${writeKey(name, true)}: ${writeFlow(item)}`).join(', ')}}`;
  return writeScalar(value, { style: 'plain', flow: true }) ?? '';
}
