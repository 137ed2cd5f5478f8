import type { ConfigValue } from '../../model/config-value.ts';
import { normalizeBase64 } from './base64.ts';
import { javaText } from './java-text.ts';
import { effectivePairs } from './merge-keys.ts';
import { type MappingNode, type ScalarNode, type SequenceNode, TAG_PREFIX, type YamlNode } from './nodes.ts';
import { parseFloating, parseInteger } from './numbers.ts';
import { implicitTag, type ScalarTag, scalarTag } from './scalar-tag.ts';
import { isoText, parseTimestamp } from './timestamps.ts';
import { isTypedList, type TypedScalar, type TypedValue } from './typed-value.ts';
import { YamlError } from './yaml-error.ts';

/** The value of a node as SnakeYAML's safe loader makes it; throws `YamlError` where that loader fails. */
export function construct(node: YamlNode): TypedValue {
  if (node.kind === 'scalar') return constructScalar(node);
  return node.kind === 'sequence' ? constructSequence(node) : constructMapping(node);
}

/** The value of a scalar node. */
export function constructScalar(node: ScalarNode): TypedScalar {
  const value = scalarValue(scalarTag(node), node.text);
  if (value === undefined)
    throw new YamlError('The value does not fit its tag or type', node.line, node.column);
  return value;
}

/** The value that a plain text without a tag has, or undefined where SnakeYAML fails on it. */
export function plainValue(text: string): TypedScalar | undefined {
  return scalarValue(implicitTag(text), text);
}

function scalarValue(tag: ScalarTag, text: string): TypedScalar | undefined {
  switch (tag) {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'bool':
      return booleanValue(text.toLowerCase());
    case 'int':
      return parseInteger(text);
    case 'float':
      return parseFloating(text);
    case 'timestamp': {
      const time = parseTimestamp(text);
      return time === undefined ? undefined : { kind: 'timestamp', text: isoText(time) };
    }
    case 'binary': {
      const base64 = normalizeBase64(text);
      return base64 === undefined ? undefined : { kind: 'binary', base64 };
    }
    case 'merge':
    case 'yaml':
    case 'unknown':
      return undefined;
  }
}

/** A wrong word under `!!bool` is null in Java. */
function booleanValue(word: string): boolean | null {
  if (word === 'true' || word === 'yes' || word === 'on') return true;
  return word === 'false' || word === 'no' || word === 'off' ? false : null;
}

function constructSequence(node: SequenceNode): TypedValue {
  switch (tagName(node, 'seq')) {
    case 'seq':
      return node.items.map((item) => construct(item.node));
    case 'omap': {
      const entries = new Map<TypedValue, TypedValue>(singlePairs(node));
      return { kind: 'map', entries: [...entries] };
    }
    case 'pairs':
      return singlePairs(node);
  }
  throw new YamlError('A list does not fit its tag', node.line, node.column);
}

function singlePairs(node: SequenceNode): readonly (readonly [TypedValue, TypedValue])[] {
  return node.items.map(({ node: item }) => {
    const pair = item.kind === 'mapping' ? (item.effective ?? item.pairs) : [];
    const [first] = pair;
    if (first === undefined || pair.length !== 1)
      throw new YamlError('Expected a map with one key here', item.line, item.column);
    return [construct(first.key), construct(first.value)];
  });
}

function constructMapping(node: MappingNode): TypedValue {
  const name = tagName(node, 'map');
  if (name !== 'map' && name !== 'set')
    throw new YamlError('A map does not fit its tag', node.line, node.column);
  const pairs = effectivePairs(node, construct);
  if (name === 'set') return { kind: 'set', items: pairs.map((pair) => construct(pair.key)) };
  return { kind: 'map', entries: pairs.map((pair) => [construct(pair.key), construct(pair.value)]) };
}

function tagName(node: SequenceNode | MappingNode, own: string): string {
  if (node.tag === undefined || node.tag === '!') return own;
  return node.tag.startsWith(TAG_PREFIX) ? node.tag.slice(TAG_PREFIX.length) : '';
}

/** The same value with keys as Bukkit names them; of two keys with one name the later wins. Sets become lists. */
export function toConfigValue(value: TypedValue): ConfigValue {
  if (value === null || typeof value !== 'object') return value;
  if (isTypedList(value)) return value.map(toConfigValue);
  if (value.kind === 'set') return value.items.map(toConfigValue);
  if (value.kind !== 'map') return value;
  const map = new Map<string, ConfigValue>();
  for (const [key, item] of value.entries) map.set(javaText(key), toConfigValue(item));
  return map;
}
