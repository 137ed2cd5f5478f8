import { BYTE_ORDER_MARK, HASH, isBreakOrEnd, SPACE } from './characters.ts';
import type { Cursor } from './cursor.ts';
import {
  anchorToken,
  blockToken,
  directiveToken,
  emptyToken,
  plainToken,
  quotedToken,
  tagToken,
} from './scan-token.ts';
import { SimpleKeys } from './simple-keys.ts';
import { TokenQueue } from './token-queue.ts';
import { tokenStart } from './token-start.ts';
import type { Token, TokenType } from './tokens.ts';

/**
 * Cuts a text into tokens as SnakeYAML does: a scalar or flow collection that turns out to be a key gets its key
 * token put before it, and indentation becomes start and end tokens of blocks.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #keys: SimpleKeys;
  readonly #queue = new TokenQueue();
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
    return this.#queue.take();
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#queue.isEmpty) return true;
    this.#keys.dropStale();
    return this.#keys.first() === this.#queue.taken;
  }

  #fetch(): void {
    this.#passBlanks();
    this.#keys.dropStale();
    this.#closeBlocks(this.#cursor.column);
    const start = tokenStart(this.#cursor, this.#flowLevel > 0);
    switch (start) {
      case 'plain':
        this.#fetchPlain();
        break;
      case 'value':
        this.#fetchValue();
        break;
      case 'key':
        this.#fetchKey();
        break;
      case 'block-entry':
        this.#fetchBlockEntry();
        break;
      case 'flow-entry':
        this.#fetchFlowEntry();
        break;
      case 'single':
      case 'double':
        this.#fetchWord((cursor) => quotedToken(cursor, start));
        break;
      case 'literal':
      case 'folded':
        this.#fetchBlockScalar(start);
        break;
      case 'flow-sequence-start':
      case 'flow-mapping-start':
        this.#openFlow(start);
        break;
      case 'flow-sequence-end':
      case 'flow-mapping-end':
        this.#closeFlow(start);
        break;
      case 'anchor':
      case 'alias':
        this.#fetchWord((cursor) => anchorToken(cursor, start));
        break;
      case 'tag':
        this.#fetchWord(tagToken);
        break;
      case 'directive':
        this.#fetchDirective();
        break;
      case 'document-start':
      case 'document-end':
        this.#endBlocks();
        this.#pass(start, 3);
        break;
      case 'end':
        this.#fetchEnd();
        break;
      case 'nothing':
        throw this.#cursor.error('This character cannot start a value');
    }
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
    this.#queue.push(directiveToken(this.#cursor));
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
      const opensBlock = this.#flowLevel === 0 && this.#openBlock(key.column);
      this.#queue.insertKey(key, opensBlock);
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

  /** An anchor, alias, tag or quoted text, after which no other key can start on the line. */
  #fetchWord(scan: (cursor: Cursor) => Token): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#queue.push(scan(this.#cursor));
  }

  #fetchBlockScalar(style: 'literal' | 'folded'): void {
    this.#keyAllowed = true;
    this.#keys.drop(this.#flowLevel);
    this.#queue.push(blockToken(this.#cursor, style, this.#indent));
  }

  #fetchPlain(): void {
    this.#saveKey();
    const line = this.#cursor.line;
    this.#queue.push(plainToken(this.#cursor, this.#flowLevel > 0, this.#indent + 1));
    this.#keyAllowed = this.#cursor.line !== line;
  }

  #saveKey(): void {
    const required = this.#flowLevel === 0 && this.#indent === this.#cursor.column;
    if (this.#keyAllowed) this.#keys.save(this.#flowLevel, this.#queue.nextNumber, required);
  }

  #pass(type: TokenType, length: number): void {
    const mark = emptyToken(this.#cursor);
    this.#cursor.position += length;
    this.#queue.push({ ...mark, type, end: this.#cursor.position });
  }

  #push(type: TokenType, end: number): void {
    this.#queue.push({ ...emptyToken(this.#cursor), type, end });
  }
}
