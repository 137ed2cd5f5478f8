import type { Item, MappingNode, ScalarNode, SequenceNode, YamlNode } from './nodes.ts';
import type { Properties } from './properties.ts';
import { isMergeKey } from './scalar-tag.ts';
import type { Token } from './tokens.ts';
import { YamlError } from './yaml-error.ts';

const MAX_HEIGHT = 200;
const MAX_VALUES = 2_000_000;

/** The node of a scalar token. */
export function scalarNode(token: Token, properties: Properties | undefined): ScalarNode {
  return {
    kind: 'scalar',
    tag: properties?.tag,
    anchor: properties?.anchor,
    start: properties === undefined ? token.start : properties.start,
    end: token.end,
    line: token.line,
    column: token.column,
    size: 1,
    height: 1,
    text: token.text,
    style: token.style,
    endLine: token.endLine,
    textStart: token.start,
  };
}

/** The node of a value that is not written; `next` is the token after it. */
export function emptyNode(at: number, next: Token, properties: Properties | undefined): ScalarNode {
  return {
    kind: 'scalar',
    tag: properties?.tag,
    anchor: properties?.anchor,
    start: properties === undefined ? at : properties.start,
    end: at,
    line: next.line,
    column: next.column,
    size: 1,
    height: 1,
    text: '',
    style: 'plain',
    endLine: next.line,
    textStart: at,
  };
}

/** A list without items so far. */
export function sequenceNode(token: Token, properties: Properties | undefined): SequenceNode {
  return {
    kind: 'sequence',
    ...collectionBase(token, properties),
    items: [],
    flow: token.type === 'flow-sequence-start',
  };
}

/** A map without pairs so far. */
export function mappingNode(token: Token, properties: Properties | undefined): MappingNode {
  return {
    kind: 'mapping',
    ...collectionBase(token, properties),
    pairs: [],
    flow: token.type === 'flow-mapping-start',
    merged: false,
    effective: undefined,
  };
}

function collectionBase(token: Token, properties: Properties | undefined) {
  return {
    tag: properties?.tag,
    anchor: properties?.anchor,
    start: properties === undefined ? token.start : properties.start,
    end: token.end,
    line: token.line,
    column: token.column,
    size: 1,
    height: 1,
  };
}

/** A node at its own place. */
export function placed(node: YamlNode): Item {
  return { node, start: node.start, end: node.end, alias: false };
}

export interface PairParts {
  readonly keyToken: Token;
  readonly key: Item;
  readonly value: Item;
}

/** Throws where aliases make the list stand for too many values. */
export function addItem(node: SequenceNode, item: Item): void {
  node.items.push(item);
  grow(node, item);
}

/** Throws where aliases make the map stand for too many values. */
export function addPair(node: MappingNode, { keyToken, key, value }: PairParts): void {
  node.pairs.push({
    key: key.node,
    value: value.node,
    start: keyToken.start,
    keyEnd: key.end,
    valueStart: value.start,
    valueEnd: value.end,
    alias: value.alias || key.alias,
    explicit: keyToken.type === 'key' && keyToken.end > keyToken.start,
  });
  if (isMergeKey(key.node)) node.merged = true;
  grow(node, key);
  grow(node, value);
}

function grow(node: SequenceNode | MappingNode, item: Item): void {
  if (item.end > node.end) node.end = item.end;
  node.size += item.node.size;
  if (item.node.height >= node.height) node.height = item.node.height + 1;
  if (node.size > MAX_VALUES || node.height > MAX_HEIGHT)
    throw new YamlError('Aliases stand for too many values', node.line, node.column);
}
