import type { Cursor } from './cursor.ts';
import {
  addItem,
  addPair,
  emptyNode,
  mappingNode,
  type PairParts,
  placed,
  scalarNode,
  sequenceNode,
} from './make-node.ts';
import type { Item, MappingNode, ScalarNode, SequenceNode, YamlNode } from './nodes.ts';
import { type Properties, TagHandles } from './properties.ts';
import { Scanner } from './scanner.ts';
import type { Token, TokenType } from './tokens.ts';
import { YamlError } from './yaml-error.ts';

const MAX_DEPTH = 100;

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
        if (indentless) return this.#collection(sequenceNode(inner, properties), this.#indentlessItems);
        break;
      case 'flow-sequence-start':
        return this.#collection(sequenceNode(inner, properties), this.#flowItems);
      case 'flow-mapping-start':
        return this.#collection(mappingNode(inner, properties), this.#flowPairs);
      case 'block-sequence-start':
        if (block) return this.#collection(sequenceNode(inner, properties), this.#blockItems);
        break;
      case 'block-mapping-start':
        if (block) return this.#collection(mappingNode(inner, properties), this.#blockPairs);
        break;
    }
    if (properties === undefined) throw this.#error('Expected a value here');
    return placed(this.#empty(properties.end, properties));
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
    const node = scalarNode(token, properties);
    this.#register(node);
    this.#next();
    return placed(node);
  }

  #empty(at: number, properties?: Properties): ScalarNode {
    const node = emptyNode(at, this.#token, properties);
    this.#register(node);
    return node;
  }

  #register(node: YamlNode): void {
    if (this.#depth > MAX_DEPTH) throw this.#error(`Values are nested more than ${MAX_DEPTH} levels deep`);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
  }

  #collection<Node extends SequenceNode | MappingNode>(node: Node, fill: (node: Node) => void): Item {
    this.#register(node);
    this.#depth++;
    if (node.anchor !== undefined) this.#open.add(node);
    fill.call(this, node);
    this.#open.delete(node);
    this.#depth--;
    return placed(node);
  }

  #blockItems(node: SequenceNode): void {
    this.#next();
    while (this.#is('block-entry')) {
      const { end } = this.#next();
      if (this.#is('block-entry') || this.#is('block-end')) addItem(node, placed(this.#empty(end)));
      else addItem(node, this.#node(true, false));
    }
    this.#expect('block-end', 'Expected a further list item at the same column, or the end of the list');
  }

  #indentlessItems(node: SequenceNode): void {
    while (this.#is('block-entry')) {
      const { end } = this.#next();
      const none = this.#is('block-entry') || this.#is('key') || this.#is('value') || this.#is('block-end');
      addItem(node, none ? placed(this.#empty(end)) : this.#node(true, false));
    }
  }

  #blockPairs(node: MappingNode): void {
    this.#next();
    while (this.#is('key')) {
      const keyToken = this.#next();
      const key = this.#isKeyEnd() ? placed(this.#empty(keyToken.end)) : this.#node(true, true);
      let value: Item | undefined;
      let valueAt = key.end;
      if (this.#is('value')) {
        valueAt = this.#next().end;
        if (!this.#isKeyEnd()) value = this.#node(true, true);
      }
      addPair(node, { keyToken, key, value: value ?? placed(this.#empty(valueAt)) });
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
      addItem(node, this.#is('key') ? this.#singlePair() : this.#node(false, false));
    }
    node.end = this.#next().end;
  }

  #singlePair(): Item {
    const mapping: MappingNode = { ...mappingNode(this.#token, undefined), flow: true };
    return this.#collection(mapping, (node) => addPair(node, this.#flowPair('flow-sequence-end')));
  }

  #flowPairs(node: MappingNode): void {
    this.#next();
    for (let first = true; !this.#is('flow-mapping-end'); first = false) {
      if (!first) {
        this.#expect('flow-entry', 'Expected , or } in a map');
        if (this.#is('flow-mapping-end')) break;
      }
      addPair(node, this.#is('key') ? this.#flowPair('flow-mapping-end') : this.#lonelyKey());
    }
    node.end = this.#next().end;
  }

  #lonelyKey(): PairParts {
    const keyToken = this.#token;
    const key = this.#node(false, false);
    return { keyToken, key, value: placed(this.#empty(key.end)) };
  }

  #flowPair(close: TokenType): PairParts {
    const keyToken = this.#next();
    const noKey = this.#is('value') || this.#is('flow-entry') || this.#is(close);
    const key = noKey ? placed(this.#empty(keyToken.end)) : this.#node(false, false);
    if (!this.#is('value')) return { keyToken, key, value: placed(this.#empty(key.end)) };
    const at = this.#next().end;
    const noValue = this.#is('flow-entry') || this.#is(close);
    return { keyToken, key, value: noValue ? placed(this.#empty(at)) : this.#node(false, false) };
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
