import type { SimpleKey } from './simple-keys.ts';
import type { Token } from './tokens.ts';

/** Tokens that were scanned but not taken yet. A key is only known at its `:`, and its token then put in before it. */
export class TokenQueue {
  #tokens: Token[] = [];
  #head = 0;
  #taken = 0;

  get isEmpty(): boolean {
    return this.#head === this.#tokens.length;
  }

  /** How many tokens were taken, which is the number of the next one to take. */
  get taken(): number {
    return this.#taken;
  }

  /** The number that the next token pushed gets. */
  get nextNumber(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  push(token: Token): void {
    this.#tokens.push(token);
  }

  /** Puts the key's token, and with `opensBlock` the start of its map, before the token that turned out to be a key. */
  insertKey(key: SimpleKey, opensBlock: boolean): void {
    const at = key.tokenNumber - this.#taken + this.#head;
    const token = keyToken(key);
    if (opensBlock) this.#tokens.splice(at, 0, { ...token, type: 'block-mapping-start' }, token);
    else this.#tokens.splice(at, 0, token);
  }

  take(): Token {
    const token = this.#tokens[this.#head] as Token;
    this.#head++;
    this.#taken++;
    if (this.isEmpty) {
      this.#tokens = [];
      this.#head = 0;
    }
    return token;
  }
}

function keyToken(key: SimpleKey): Token {
  const { start, line, column } = key;
  return {
    type: 'key',
    start,
    end: start,
    line,
    column: column + 1,
    endLine: line,
    text: '',
    handle: '',
    style: 'plain',
  };
}
