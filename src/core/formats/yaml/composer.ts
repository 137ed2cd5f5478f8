import type { Cursor } from './cursor.ts';
import type { Item, MappingNode, Pair, ScalarNode, SequenceNode, YamlNode } from './nodes.ts';
import { type Properties, TagHandles } from './properties.ts';
import { isMergeKey } from './scalar-tag.ts';
import { Scanner } from './scanner.ts';
import type { Token, TokenType } from './tokens.ts';
import { YamlError } from './yaml-error.ts';

const MAX_DEPTH = 100;
const MAX_HEIGHT = 200;
const MAX_VALUES = 2_000_000;

/** Reads the one document of a text; undefined where it holds none. Throws `YamlError` where SnakeYAML refuses it. */
export function compose(cursor: Cursor): YamlNode | undefined {
  return new Composer(new Scanner(cursor)).document();
}

/** Parser and composer in one: each method takes the tokens of one construct and returns its node. */
class Composer {
  readonly #scanner: Scanner;
  readonly #handles = new TagHandles();
  readonly #anchors = new Map<string, YamlNode>();
  readonly #open = new Set<YamlNode>();
  #token: Token;
  #depth = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
    this.#token = scanner.take();
  }

  document(): YamlNode | undefined {
    if (this.#is('stream-end')) return undefined;
    const root = this.#firstDocument();
    while (this.#is('document-end')) this.#next();
    if (!this.#is('stream-end')) throw this.#error('A file holds one document, and more follows here');
    return root;
  }

  #firstDocument(): YamlNode {
    if (!this.#handles.takes(this.#token) && !this.#is('document-start')) return this.#node(true, false).node;
    while (this.#handles.takes(this.#token)) {
      this.#handles.add(this.#token);
      this.#next();
    }
    if (!this.#is('document-start')) throw this.#error('Expected --- after the directives');
    this.#next();
    const empty =
      this.#is('stream-end') ||
      this.#is('document-end') ||
      this.#is('document-start') ||
      this.#handles.takes(this.#token);
    return empty ? this.#empty(this.#token.start) : this.#node(true, false).node;
  }

  #node(block: boolean, indentless: boolean): Item {
    const token = this.#token;
    if (token.type === 'alias') return this.#alias(token);
    if (token.type === 'scalar') return this.#scalar(token, undefined);
    const properties = this.#properties();
    const inner = this.#token;
    switch (inner.type) {
      case 'scalar':
        return this.#scalar(inner, properties);
      case 'block-entry':
        if (indentless) return this.#collection(this.#sequence(inner, properties), this.#indentlessItems);
        break;
      case 'flow-sequence-start':
        return this.#collection(this.#sequence(inner, properties), this.#flowItems);
      case 'flow-mapping-start':
        return this.#collection(this.#mapping(inner, properties), this.#flowPairs);
      case 'block-sequence-start':
        if (block) return this.#collection(this.#sequence(inner, properties), this.#blockItems);
        break;
      case 'block-mapping-start':
        if (block) return this.#collection(this.#mapping(inner, properties), this.#blockPairs);
        break;
    }
    if (properties === undefined) throw this.#error('Expected a value here');
    return this.#place(this.#empty(properties.end, properties));
  }

  #properties(): Properties | undefined {
    const start = this.#token.start;
    let end = this.#token.end;
    let anchor: string | undefined;
    let tag: string | undefined;
    for (let count = 0; count < 2; count++) {
      if (this.#is('anchor') && anchor === undefined) anchor = this.#token.text;
      else if (this.#is('tag') && tag === undefined) tag = this.#handles.resolve(this.#token);
      else break;
      end = this.#token.end;
      this.#next();
    }
    return anchor === undefined && tag === undefined ? undefined : { start, end, anchor, tag };
  }

  #alias(token: Token): Item {
    const node = this.#anchors.get(token.text);
    if (node === undefined) throw this.#error('An alias has no anchor before it');
    if (this.#open.has(node)) throw this.#error('An alias stands inside its own anchor');
    this.#next();
    return { node, start: token.start, end: token.end, alias: true };
  }

  #scalar(token: Token, properties: Properties | undefined): Item {
    this.#checkDepth();
    const node: ScalarNode = {
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
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#next();
    return this.#place(node);
  }

  #empty(at: number, properties?: Properties): ScalarNode {
    this.#checkDepth();
    const node: ScalarNode = {
      kind: 'scalar',
      tag: properties?.tag,
      anchor: properties?.anchor,
      start: properties?.start ?? at,
      end: at,
      line: this.#token.line,
      column: this.#token.column,
      size: 1,
      height: 1,
      text: '',
      style: 'plain',
      endLine: this.#token.line,
      textStart: at,
    };
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }

  #place(node: YamlNode): Item {
    return { node, start: node.start, end: node.end, alias: false };
  }

  #sequence(token: Token, properties: Properties | undefined): SequenceNode {
    const { start, ...rest } = this.#base(token, properties);
    return { kind: 'sequence', start, ...rest, items: [], flow: token.type === 'flow-sequence-start' };
  }

  #mapping(token: Token, properties: Properties | undefined): MappingNode {
    const flow = token.type === 'flow-mapping-start';
    return {
      kind: 'mapping',
      ...this.#base(token, properties),
      pairs: [],
      flow,
      merged: false,
      effective: undefined,
    };
  }

  #base(token: Token, properties: Properties | undefined) {
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

  #collection<Node extends SequenceNode | MappingNode>(node: Node, fill: (node: Node) => void): Item {
    this.#checkDepth();
    this.#depth++;
    if (node.anchor !== undefined) {
      this.#anchors.set(node.anchor, node);
      this.#open.add(node);
    }
    fill.call(this, node);
    this.#open.delete(node);
    this.#depth--;
    return this.#place(node);
  }

  #blockItems(node: SequenceNode): void {
    this.#next();
    while (this.#is('block-entry')) {
      const { end } = this.#next();
      if (this.#is('block-entry') || this.#is('block-end'))
        this.#addItem(node, this.#place(this.#empty(end)));
      else this.#addItem(node, this.#node(true, false));
    }
    this.#expect('block-end', 'Expected a further list item at the same column, or the end of the list');
  }

  #indentlessItems(node: SequenceNode): void {
    while (this.#is('block-entry')) {
      const { end } = this.#next();
      const none = this.#is('block-entry') || this.#is('key') || this.#is('value') || this.#is('block-end');
      this.#addItem(node, none ? this.#place(this.#empty(end)) : this.#node(true, false));
    }
  }

  #blockPairs(node: MappingNode): void {
    this.#next();
    while (this.#is('key')) {
      const keyToken = this.#next();
      const key = this.#isKeyEnd() ? this.#place(this.#empty(keyToken.end)) : this.#node(true, true);
      let value: Item | undefined;
      let valueAt = key.end;
      if (this.#is('value')) {
        valueAt = this.#next().end;
        if (!this.#isKeyEnd()) value = this.#node(true, true);
      }
      this.#addPair(node, { keyToken, key, value: value ?? this.#place(this.#empty(valueAt)) });
    }
    this.#expect('block-end', 'Expected a further key at the same column, or the end of the section');
  }

  #isKeyEnd(): boolean {
    return this.#is('key') || this.#is('value') || this.#is('block-end');
  }

  #flowItems(node: SequenceNode): void {
    this.#next();
    for (let first = true; !this.#is('flow-sequence-end'); first = false) {
      if (!first) {
        this.#expect('flow-entry', 'Expected , or ] in a list');
        if (this.#is('flow-sequence-end')) break;
      }
      this.#addItem(node, this.#is('key') ? this.#singlePair() : this.#node(false, false));
    }
    node.end = this.#next().end;
  }

  #singlePair(): Item {
    const mapping: MappingNode = { ...this.#mapping(this.#token, undefined), flow: true };
    return this.#collection(mapping, (node) => this.#addPair(node, this.#flowPair('flow-sequence-end')));
  }

  #flowPairs(node: MappingNode): void {
    this.#next();
    for (let first = true; !this.#is('flow-mapping-end'); first = false) {
      if (!first) {
        this.#expect('flow-entry', 'Expected , or } in a map');
        if (this.#is('flow-mapping-end')) break;
      }
      this.#addPair(node, this.#is('key') ? this.#flowPair('flow-mapping-end') : this.#lonelyKey());
    }
    node.end = this.#next().end;
  }

  #lonelyKey(): PairParts {
    const keyToken = this.#token;
    const key = this.#node(false, false);
    return { keyToken, key, value: this.#place(this.#empty(key.end)) };
  }

  #flowPair(close: TokenType): PairParts {
    const keyToken = this.#next();
    const noKey = this.#is('value') || this.#is('flow-entry') || this.#is(close);
    const key = noKey ? this.#place(this.#empty(keyToken.end)) : this.#node(false, false);
    if (!this.#is('value')) return { keyToken, key, value: this.#place(this.#empty(key.end)) };
    const at = this.#next().end;
    const noValue = this.#is('flow-entry') || this.#is(close);
    return { keyToken, key, value: noValue ? this.#place(this.#empty(at)) : this.#node(false, false) };
  }

  #addItem(node: SequenceNode, item: Item): void {
    node.items.push(item);
    this.#grow(node, item);
  }

  #addPair(node: MappingNode, parts: PairParts): void {
    const { keyToken, key, value } = parts;
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
    this.#grow(node, key);
    this.#grow(node, value);
  }

  #grow(node: SequenceNode | MappingNode, item: Item): void {
    if (item.end > node.end) node.end = item.end;
    node.size += item.node.size;
    if (item.node.height >= node.height) node.height = item.node.height + 1;
    if (node.size > MAX_VALUES || node.height > MAX_HEIGHT)
      throw new YamlError('Aliases stand for too many values', node.line, node.column);
  }

  #checkDepth(): void {
    if (this.#depth > MAX_DEPTH) throw this.#error(`Values are nested more than ${MAX_DEPTH} levels deep`);
  }

  #is(type: TokenType): boolean {
    return this.#token.type === type;
  }

  #next(): Token {
    const token = this.#token;
    if (token.type !== 'stream-end') this.#token = this.#scanner.take();
    return token;
  }

  #expect(type: TokenType, message: string): void {
    if (!this.#is(type)) throw this.#error(message);
    this.#next();
  }

  #error(message: string): YamlError {
    return new YamlError(message, this.#token.line, this.#token.column);
  }
}

interface PairParts {
  readonly keyToken: Token;
  readonly key: Item;
  readonly value: Item;
}

export type { Pair };
