import type { KeyPath } from '../../model/key-path.ts';
import { BraceError, MAX_DEPTH } from '../braces/brace-syntax.ts';
import type { HoconMember, HoconNode, HoconObject, HoconValue } from './hocon-syntax.ts';
import { pathOf } from './key-path.ts';
import { literalValue } from './resolve-hocon.ts';
import { type Mark, scanToken, type Token, type ValueToken } from './scan-hocon.ts';

/** Reads HOCON with the places of keys and values. Throws `BraceError` at the first mistake. */
export function parseHocon(text: string): HoconNode {
  return new HoconParser(text).document();
}

class HoconParser {
  readonly #text: string;
  #token: Token;

  constructor(text: string) {
    this.#text = text;
    this.#token = scanToken(text, 0);
  }

  document(): HoconNode {
    this.#skipLines();
    if (this.#isMark('[')) throw new BraceError('the file must hold keys, not a list', this.#token.start);
    const root = this.#object(0, !this.#isMark('{'), []);
    this.#skipLines();
    if (this.#token.kind !== 'end')
      throw new BraceError('nothing may follow the closing brace', this.#token.start);
    return root;
  }

  #object(depth: number, bare: boolean, parent: KeyPath): HoconNode {
    const { start } = this.#token;
    if (!bare) this.#next();
    const members: HoconMember[] = [];
    this.#skipLines();
    while (!this.#atObjectEnd(bare)) {
      members.push(this.#member(depth, bare, parent));
    }
    const close = this.#token.start;
    const end = bare ? close : this.#token.end;
    if (!bare) this.#next();
    const object: HoconObject = { open: bare ? undefined : start, close, members };
    const meaning: HoconValue = { kind: 'object', members };
    return { start, end, value: null, items: undefined, object, literal: members.length === 0, meaning };
  }

  #atObjectEnd(bare: boolean): boolean {
    if (this.#isMark('}')) {
      if (bare) throw new BraceError('this closing brace has no opening one', this.#token.start);
      return true;
    }
    if (this.#token.kind !== 'end') return false;
    if (!bare) throw new BraceError('an object is not closed at the end of the file', this.#token.start);
    return true;
  }

  #member(depth: number, bare: boolean, parent: KeyPath): HoconMember {
    const { path, keyStart, keyEnd } = this.#key(parent);
    this.#skipLines();
    const token = this.#token;
    const opens = this.#isMark('{');
    if (!opens && !this.#isMark(':') && !this.#isMark('=') && !this.#isMark('+=')) {
      throw new BraceError('a key must be followed by =, : or {', token.start);
    }
    const absolute = [...parent, ...path];
    if (absolute.length + depth > MAX_DEPTH) throw new BraceError('this key is nested too deeply', keyStart);
    const appends = this.#isMark('+=');
    if (!opens) {
      this.#next();
      this.#skipLines();
    }
    const node = opens ? this.#object(depth + 1, false, absolute) : this.#joined(depth + 1, absolute);
    const comma = this.#separator(bare ? undefined : '}');
    return { path, keyStart, keyEnd, node: appends ? { ...node, literal: false } : node, comma, appends };
  }

  #key(parent: KeyPath): { path: KeyPath; keyStart: number; keyEnd: number } {
    const keyStart = this.#token.start;
    const tokens: ValueToken[] = [];
    while (this.#token.kind === 'scalar') {
      tokens.push(this.#token);
      this.#next();
    }
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) throw new BraceError('a key is expected here', keyStart);
    if (first.kind === 'scalar' && !first.quoted && first.text === 'include') {
      throw new BraceError('include brings in another file, which is not supported', keyStart);
    }
    return { path: pathOf(this.#text, tokens, parent.length), keyStart, keyEnd: last.end };
  }

  /** One value, or several on one line that become one text, list or object. */
  #joined(depth: number, path: KeyPath): HoconNode {
    const { start } = this.#token;
    const nodes: HoconNode[] = [];
    const pieces: HoconValue[] = [];
    let previous: Token | undefined;
    for (;;) {
      const token = this.#token;
      const node = this.#piece(depth, path);
      if (node === undefined) break;
      const between = previous === undefined ? '' : this.#text.slice(previous.end, token.start);
      if (isSimple(previous) && isSimple(token) && between !== '') pieces.push(blanks(between));
      pieces.push(node.meaning);
      nodes.push(node);
      previous = isSimple(token) ? token : undefined;
    }
    const [only] = nodes;
    const last = nodes.at(-1);
    if (only === undefined || last === undefined) throw new BraceError('a value is expected here', start);
    if (nodes.length === 1) return only;
    const meaning: HoconValue = { kind: 'joined', pieces };
    const value = literalValue(meaning);
    const literal = value !== undefined;
    return {
      start,
      end: last.end,
      value: value ?? null,
      items: undefined,
      object: undefined,
      literal,
      meaning,
    };
  }

  #piece(depth: number, path: KeyPath): HoconNode | undefined {
    const token = this.#token;
    if (depth > MAX_DEPTH) throw new BraceError('this value is nested too deeply', token.start);
    if (this.#isMark('{')) return this.#object(depth, false, path);
    if (this.#isMark('[')) return this.#list(depth, path);
    if (token.kind !== 'scalar' && token.kind !== 'reference') return undefined;
    this.#next();
    const { start, end } = token;
    const none = { items: undefined, object: undefined };
    if (token.kind === 'scalar') {
      const { value, text, quoted } = token;
      return { start, end, value, ...none, literal: true, meaning: { kind: 'scalar', value, text, quoted } };
    }
    const named = pathOf(this.#text, token.path, 0);
    const meaning: HoconValue = { kind: 'reference', path: named, optional: token.optional, offset: start };
    return { start, end, value: null, ...none, literal: false, meaning };
  }

  #list(depth: number, path: KeyPath): HoconNode {
    const { start } = this.#token;
    const items: HoconNode[] = [];
    this.#next();
    this.#skipLines();
    while (!this.#isMark(']')) {
      const item = this.#joined(depth + 1, path);
      items.push({ ...item, value: literalValue(item.meaning) ?? null });
      this.#separator(']');
    }
    const { end } = this.#token;
    this.#next();
    const meaning: HoconValue = { kind: 'list', items: items.map((item) => item.meaning) };
    const value = literalValue(meaning);
    return {
      start,
      end,
      value: value ?? null,
      items,
      object: undefined,
      literal: value !== undefined,
      meaning,
    };
  }

  /** Line breaks and at most one comma part elements; gives the comma's offset. */
  #separator(closing: Mark | undefined): number | undefined {
    const line = this.#token;
    this.#skipLines();
    if (this.#isMark(',')) {
      const { start } = this.#token;
      this.#next();
      this.#skipLines();
      return start;
    }
    const ends = closing === undefined ? this.#token.kind === 'end' : this.#isMark(closing);
    const sawBreak = this.#text.slice(line.start, this.#token.start).includes('\n');
    if (!ends && !sawBreak)
      throw new BraceError('a comma or a line break is expected here', this.#token.start);
    return undefined;
  }

  #isMark(mark: Mark): boolean {
    return this.#token.kind === 'mark' && this.#token.mark === mark;
  }

  #next(): void {
    this.#token = scanToken(this.#text, this.#token.end);
  }

  #skipLines(): void {
    while (this.#token.kind === 'newline' || this.#token.kind === 'comment') this.#next();
  }
}

function isSimple(token: Token | undefined): boolean {
  return token?.kind === 'scalar' || token?.kind === 'reference';
}

function blanks(text: string): HoconValue {
  return { kind: 'scalar', value: text, text, quoted: false };
}
