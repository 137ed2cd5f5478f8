import type { ConfigMap, ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import { scanScalar } from './scan-scalars.ts';
import { scanString } from './scan-strings.ts';
import { TableBuilder } from './table-rules.ts';
import {
  MAX_DEPTH,
  type TomlDocument,
  TomlError,
  type TomlNode,
  type TomlPair,
  type TomlTable,
} from './toml-syntax.ts';

/** Reads TOML 1.0 with the places of keys and values. Throws `TomlError` at the first mistake. */
export function parseToml(text: string): TomlDocument {
  return new TomlParser(text).document();
}

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BLANKS = /[ \t]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters end a comment or are forbidden in it
const COMMENT = /#[^\u0000-\u0008\u000a-\u001f\u007f]*/y;

interface OpenTable extends TomlTable {
  readonly pairs: TomlPair[];
}

interface ScannedKey {
  readonly segments: KeyPath;
  readonly end: number;
}

class TomlParser {
  readonly #text: string;
  readonly #tables = new TableBuilder();
  readonly #repeated = new Set<string>();
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): TomlDocument {
    let table: OpenTable = { path: [], kind: 'root', repeated: false, start: 0, end: 0, pairs: [] };
    const tables: TomlTable[] = [table];
    for (;;) {
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#offset) === 91) {
        table = this.#header();
        tables.push(table);
      } else if (!this.#atLineEnd()) {
        table.pairs.push(this.#statement(table));
      }
      this.#skipBlanks();
      if (!this.#lineBreak()) return { root: this.#tables.root, tables };
    }
  }

  #header(): OpenTable {
    const start = this.#offset;
    const isArray = this.#text.startsWith('[[', start);
    this.#offset += isArray ? 2 : 1;
    this.#skipBlanks();
    const { segments: path } = this.#key(0);
    this.#expect(isArray ? ']]' : ']', 'a table header must be closed');
    const allowed = isArray ? this.#tables.openArrayElement(path) : this.#tables.openTable(path);
    if (!allowed) throw new TomlError('this table is defined already', start);
    if (isArray) this.#repeated.add(JSON.stringify(path));
    const repeated = path.some((_, index) => this.#repeated.has(JSON.stringify(path.slice(0, index + 1))));
    return { path, kind: isArray ? 'array' : 'table', repeated, start, end: this.#offset, pairs: [] };
  }

  #statement(table: TomlTable): TomlPair {
    const pair = this.#pair(table.path, 0);
    if (!this.#tables.define(pair.path, table.path.length, pair.node.value)) {
      throw new TomlError('this key is defined already', pair.keyStart);
    }
    return pair;
  }

  #pair(parent: KeyPath, depth: number): TomlPair {
    const keyStart = this.#offset;
    const { segments, end: keyEnd } = this.#key(parent.length + depth);
    this.#expect('=', 'a key must be followed by =');
    this.#skipBlanks();
    const path = [...parent, ...segments];
    return { path, keyStart, keyEnd, node: this.#value(path, depth) };
  }

  #key(depth: number): ScannedKey {
    const segments = [this.#keySegment()];
    for (;;) {
      const end = this.#offset;
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#offset) !== 46) return { segments, end };
      if (depth + segments.length >= MAX_DEPTH) throw new TomlError('this key is nested too deeply', end);
      this.#offset += 1;
      this.#skipBlanks();
      segments.push(this.#keySegment());
    }
  }

  #keySegment(): string {
    const character = this.#text.charAt(this.#offset);
    if (character === '"' || character === "'") {
      if (this.#text.startsWith(character.repeat(3), this.#offset)) {
        throw new TomlError('a key can be no multi-line string', this.#offset);
      }
      const scanned = scanString(this.#text, this.#offset);
      this.#offset = scanned.end;
      return scanned.value;
    }
    BARE_KEY.lastIndex = this.#offset;
    const bare = BARE_KEY.exec(this.#text)?.[0];
    if (bare === undefined) throw new TomlError('a key is expected here', this.#offset);
    this.#offset += bare.length;
    return bare;
  }

  #value(path: KeyPath, depth: number): TomlNode {
    const start = this.#offset;
    if (path.length + depth > MAX_DEPTH) throw new TomlError('this value is nested too deeply', start);
    switch (this.#text.charAt(start)) {
      case '"':
      case "'": {
        const scanned = scanString(this.#text, start);
        return this.#node(start, scanned.value, scanned.end);
      }
      case '[':
        return this.#array(path, depth);
      case '{':
        return this.#inlineTable(path, depth);
    }
    const scalar = scanScalar(this.#text, start);
    if (scalar === undefined) throw new TomlError('a value is expected here', start);
    return this.#node(start, scalar.value, scalar.end);
  }

  #node(start: number, value: ConfigValue, end: number): TomlNode {
    this.#offset = end;
    return { value, start, end, items: undefined, members: undefined };
  }

  #array(path: KeyPath, depth: number): TomlNode {
    const start = this.#offset;
    const items: TomlNode[] = [];
    this.#offset += 1;
    for (;;) {
      this.#skipLines();
      if (this.#text.startsWith(']', this.#offset)) break;
      items.push(this.#value(path, depth + 1));
      this.#skipLines();
      if (this.#text.startsWith(',', this.#offset)) this.#offset += 1;
      else if (!this.#text.startsWith(']', this.#offset)) {
        throw new TomlError('an array goes on with a comma or ends with ]', this.#offset);
      }
    }
    this.#offset += 1;
    const value = items.map((item) => item.value);
    return { value, start, end: this.#offset, items, members: undefined };
  }

  #inlineTable(path: KeyPath, depth: number): TomlNode {
    const start = this.#offset;
    const members: TomlPair[] = [];
    this.#offset += 1;
    this.#skipBlanks();
    if (!this.#text.startsWith('}', this.#offset)) this.#members(path, depth, members);
    this.#expect('}', 'an inline table goes on with a comma or ends with }, on one line');
    const value = inlineValue(path.length, members);
    return { value, start, end: this.#offset, items: undefined, members };
  }

  #members(path: KeyPath, depth: number, members: TomlPair[]): void {
    for (;;) {
      this.#skipBlanks();
      members.push(this.#pair(path, depth + 1));
      this.#skipBlanks();
      if (!this.#text.startsWith(',', this.#offset)) return;
      this.#offset += 1;
    }
  }

  #expect(wanted: string, message: string): void {
    this.#skipBlanks();
    if (!this.#text.startsWith(wanted, this.#offset)) throw new TomlError(message, this.#offset);
    this.#offset += wanted.length;
  }

  #skipBlanks(): void {
    BLANKS.lastIndex = this.#offset;
    this.#offset += BLANKS.exec(this.#text)?.[0].length ?? 0;
  }

  #skipLines(): void {
    do this.#skipBlanks();
    while (this.#offset < this.#text.length && this.#atLineEnd() && this.#lineBreak());
  }

  #atLineEnd(): boolean {
    const code = this.#text.charCodeAt(this.#offset);
    return Number.isNaN(code) || code === 35 || code === 10 || (code === 13 && this.#nextIsLineFeed());
  }

  #nextIsLineFeed(): boolean {
    return this.#text.charCodeAt(this.#offset + 1) === 10;
  }

  /** Takes a comment and the line break. False at the end of the text. */
  #lineBreak(): boolean {
    COMMENT.lastIndex = this.#offset;
    this.#offset += COMMENT.exec(this.#text)?.[0].length ?? 0;
    if (this.#offset >= this.#text.length) return false;
    if (this.#text.charCodeAt(this.#offset) === 13 && this.#nextIsLineFeed()) this.#offset += 1;
    if (this.#text.charCodeAt(this.#offset) !== 10) {
      throw new TomlError('a line break is expected here', this.#offset);
    }
    this.#offset += 1;
    return true;
  }
}

/** Inline tables follow the rules of tables, so that a key can be neither set twice nor go through a value. */
function inlineValue(prefixLength: number, members: readonly TomlPair[]): ConfigMap {
  const builder = new TableBuilder();
  for (const { path, node, keyStart } of members) {
    const own = path.slice(prefixLength);
    if (!builder.define(own, 0, node.value)) {
      throw new TomlError('this key is defined already', keyStart);
    }
  }
  return builder.root;
}
