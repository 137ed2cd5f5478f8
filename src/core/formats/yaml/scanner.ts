import { BYTE_ORDER_MARK, HASH, isBlank, isBreakOrEnd, SPACE } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain } from './scan-plain.ts';
import { scanAnchorName, scanDirective, scanTag } from './scan-properties.ts';
import { scanQuoted } from './scan-quoted.ts';
import { SimpleKeys } from './simple-keys.ts';
import type { ScalarStyle, Token, TokenType } from './tokens.ts';

const NEVER_PLAIN = new Set([...',[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

/**
 * Cuts a text into tokens as SnakeYAML does: a scalar or flow collection that turns out to be a key gets its key
 * token put before it, and indentation becomes start and end tokens of blocks.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #keys: SimpleKeys;
  #queue: Token[] = [];
  #taken = 0;
  #head = 0;
  #done = false;
  #flowLevel = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  #keyAllowed = true;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#keys = new SimpleKeys(cursor);
    if (cursor.code === BYTE_ORDER_MARK) {
      cursor.position++;
      cursor.lineStart++;
    }
  }

  /** The next token. After `stream-end` there is none to take. */
  take(): Token {
    while (this.#needsMore()) this.#fetch();
    const token = this.#queue[this.#head] as Token;
    this.#head++;
    this.#taken++;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    return token;
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#head === this.#queue.length) return true;
    this.#keys.dropStale();
    return this.#keys.first() === this.#taken;
  }

  #fetch(): void {
    this.#passBlanks();
    this.#keys.dropStale();
    this.#closeBlocks(this.#cursor.column);
    const cursor = this.#cursor;
    const code = cursor.code;
    switch (code) {
      case 0:
        return this.#fetchEnd();
      case 37: // %
        if (cursor.column === 0) return this.#fetchDirective();
        break;
      case 45: // -
        if (this.#atMark('---')) return this.#fetchMark('document-start');
        if (isBlank(cursor.codeAt(1))) return this.#fetchBlockEntry();
        break;
      case 46: // .
        if (this.#atMark('...')) return this.#fetchMark('document-end');
        break;
      case 91: // [
        return this.#openFlow('flow-sequence-start');
      case 123: // {
        return this.#openFlow('flow-mapping-start');
      case 93: // ]
        return this.#closeFlow('flow-sequence-end');
      case 125: // }
        return this.#closeFlow('flow-mapping-end');
      case 44: // ,
        return this.#fetchFlowEntry();
      case 63: // ?
        if (this.#flowLevel > 0 || isBlank(cursor.codeAt(1))) return this.#fetchKey();
        break;
      case 58: // :
        if (this.#flowLevel > 0 || isBlank(cursor.codeAt(1))) return this.#fetchValue();
        break;
      case 42: // *
        return this.#fetchAnchor('alias');
      case 38: // &
        return this.#fetchAnchor('anchor');
      case 33: // !
        return this.#fetchTag();
      case 124: // |
        if (this.#flowLevel === 0) return this.#fetchBlockScalar('literal');
        break;
      case 62: // >
        if (this.#flowLevel === 0) return this.#fetchBlockScalar('folded');
        break;
      case 39:
        return this.#fetchQuoted('single');
      case 34:
        return this.#fetchQuoted('double');
    }
    if (!this.#canStartPlain(code)) throw cursor.error('This character cannot start a value');
    this.#fetchPlain();
  }

  #canStartPlain(code: number): boolean {
    if (code === 45 || code === 63 || code === 58)
      return !isBlank(this.#cursor.codeAt(1)) && (code === 45 || this.#flowLevel === 0);
    return !isBlank(code) && !NEVER_PLAIN.has(code);
  }

  #passBlanks(): void {
    const cursor = this.#cursor;
    const text = cursor.text;
    for (;;) {
      let index = cursor.position;
      while (text.charCodeAt(index) === SPACE) index++;
      if (text.charCodeAt(index) === HASH) while (!isBreakOrEnd(text.charCodeAt(index))) index++;
      cursor.position = index;
      if (cursor.takeBreak() === '') return;
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  #atMark(mark: string): boolean {
    return this.#cursor.column === 0 && this.#cursor.startsWith(mark) && isBlank(this.#cursor.codeAt(3));
  }

  #closeBlocks(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() as number;
      this.#push('block-end', this.#cursor.position);
    }
  }

  #openBlock(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #fetchEnd(): void {
    this.#endBlocks();
    this.#push('stream-end', this.#cursor.position);
    this.#done = true;
  }

  #endBlocks(): void {
    this.#closeBlocks(-1);
    this.#keys.drop(this.#flowLevel);
    this.#keyAllowed = false;
  }

  #fetchDirective(): void {
    this.#endBlocks();
    const mark = this.#mark();
    const directive = scanDirective(this.#cursor);
    if (directive.name === 'yaml')
      this.#add({ ...mark, type: 'yaml-directive', text: String(directive.major) });
    else if (directive.name === 'tag')
      this.#add({ ...mark, type: 'tag-directive', text: directive.prefix, handle: directive.handle });
    else this.#add({ ...mark, type: 'other-directive' });
  }

  #fetchMark(type: TokenType): void {
    this.#endBlocks();
    this.#pass(type, 3);
  }

  #openFlow(type: TokenType): void {
    this.#saveKey();
    this.#flowLevel++;
    this.#keyAllowed = true;
    this.#pass(type, 1);
  }

  #closeFlow(type: TokenType): void {
    this.#keys.drop(this.#flowLevel);
    if (this.#flowLevel > 0) this.#flowLevel--;
    this.#keyAllowed = false;
    this.#pass(type, 1);
  }

  #fetchFlowEntry(): void {
    this.#keyAllowed = true;
    this.#keys.drop(this.#flowLevel);
    this.#pass('flow-entry', 1);
  }

  #fetchBlockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw this.#cursor.error('A list item is not allowed here');
      if (this.#openBlock(this.#cursor.column)) this.#push('block-sequence-start', this.#cursor.position);
    }
    this.#keyAllowed = true;
    this.#keys.drop(this.#flowLevel);
    this.#pass('block-entry', 1);
  }

  #fetchKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) throw this.#cursor.error('A key is not allowed here');
      if (this.#openBlock(this.#cursor.column)) this.#push('block-mapping-start', this.#cursor.position);
    }
    this.#keyAllowed = this.#flowLevel === 0;
    this.#keys.drop(this.#flowLevel);
    this.#pass('key', 1);
  }

  #fetchValue(): void {
    const key = this.#keys.take(this.#flowLevel);
    if (key !== undefined) {
      const at = key.tokenNumber - this.#taken + this.#head;
      const token: Token = {
        ...this.#mark(),
        type: 'key',
        start: key.start,
        end: key.start,
        line: key.line,
        column: key.column + 1,
      };
      if (this.#flowLevel === 0 && this.#openBlock(key.column))
        this.#queue.splice(at, 0, { ...token, type: 'block-mapping-start' }, token);
      else this.#queue.splice(at, 0, token);
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) throw this.#cursor.error('A key with a value is not allowed here');
        if (this.#openBlock(this.#cursor.column)) this.#push('block-mapping-start', this.#cursor.position);
      }
      this.#keyAllowed = this.#flowLevel === 0;
    }
    this.#pass('value', 1);
  }

  #fetchAnchor(type: 'anchor' | 'alias'): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#mark();
    const text = scanAnchorName(this.#cursor);
    this.#add({ ...mark, type, text, end: this.#cursor.position });
  }

  #fetchTag(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#mark();
    const tag = scanTag(this.#cursor);
    this.#add({ ...mark, type: 'tag', text: tag.suffix, handle: tag.handle, end: this.#cursor.position });
  }

  #fetchBlockScalar(style: ScalarStyle): void {
    this.#keyAllowed = true;
    this.#keys.drop(this.#flowLevel);
    const mark = this.#mark();
    const scan = scanBlock(this.#cursor, style === 'folded', this.#indent);
    this.#add({ ...mark, type: 'scalar', style, text: scan.text, end: scan.end, endLine: this.#cursor.line });
  }

  #fetchQuoted(style: ScalarStyle): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const mark = this.#mark();
    const text = scanQuoted(this.#cursor);
    this.#add({
      ...mark,
      type: 'scalar',
      style,
      text,
      end: this.#cursor.position,
      endLine: this.#cursor.line,
    });
  }

  #fetchPlain(): void {
    this.#saveKey();
    const { position, line, column } = this.#cursor;
    const scan = scanPlain(this.#cursor, this.#flowLevel > 0, this.#indent + 1);
    this.#keyAllowed = scan.passedBreak;
    this.#queue.push({
      type: 'scalar',
      start: position,
      end: scan.end,
      line,
      column: column + 1,
      endLine: scan.endLine,
      text: scan.text,
      handle: '',
      style: 'plain',
    });
  }

  #saveKey(): void {
    const required = this.#flowLevel === 0 && this.#indent === this.#cursor.column;
    if (this.#keyAllowed)
      this.#keys.save(this.#flowLevel, this.#taken + this.#queue.length - this.#head, required);
  }

  #pass(type: TokenType, length: number): void {
    const mark = this.#mark();
    this.#cursor.position += length;
    this.#add({ ...mark, type, end: this.#cursor.position });
  }

  #push(type: TokenType, end: number): void {
    this.#add({ ...this.#mark(), type, end });
  }

  #add(token: Token): void {
    this.#queue.push(token);
  }

  #mark(): Token {
    const cursor = this.#cursor;
    return {
      type: 'scalar',
      start: cursor.position,
      end: cursor.position,
      line: cursor.line,
      column: cursor.column + 1,
      endLine: cursor.line,
      text: '',
      handle: '',
      style: 'plain',
    };
  }
}
