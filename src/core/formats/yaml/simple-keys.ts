import { isHighSurrogate } from './characters.ts';
import type { Cursor } from './cursor.ts';

const MAX_KEY_LENGTH = 1024;

export interface SimpleKey {
  readonly tokenNumber: number;
  /** True where a block mapping can only go on with a key. */
  readonly required: boolean;
  readonly start: number;
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** The places, at most one per flow level, where a key may have started that still needs its `:`. */
export class SimpleKeys {
  readonly #cursor: Cursor;
  readonly #byLevel: (SimpleKey | undefined)[] = [];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  save(level: number, tokenNumber: number, required: boolean): void {
    this.drop(level);
    const { position, line, column } = this.#cursor;
    while (this.#byLevel.length < level) this.#byLevel.push(undefined);
    this.#byLevel[level] = { tokenNumber, required, start: position, line, column };
  }

  take(level: number): SimpleKey | undefined {
    const key = this.#byLevel[level];
    if (key !== undefined) this.#byLevel[level] = undefined;
    return key;
  }

  drop(level: number): void {
    if (this.take(level)?.required === true) throw this.#missingColon();
  }

  /** The number of the earliest token that may be a key, or -1. */
  first(): number {
    for (const key of this.#byLevel) if (key !== undefined) return key.tokenNumber;
    return -1;
  }

  /** A key stands on one line and has at most 1024 characters. */
  dropStale(): void {
    for (let level = 0; level < this.#byLevel.length; level++) {
      const key = this.#byLevel[level];
      if (key === undefined || !this.#isStale(key)) continue;
      if (key.required) throw this.#missingColon();
      this.#byLevel[level] = undefined;
    }
    while (this.#byLevel.length > 0 && this.#byLevel.at(-1) === undefined) this.#byLevel.pop();
  }

  #isStale(key: SimpleKey): boolean {
    if (key.line !== this.#cursor.line) return true;
    const length = this.#cursor.position - key.start;
    return length > MAX_KEY_LENGTH && length - this.#pairs(key.start) > MAX_KEY_LENGTH;
  }

  #pairs(start: number): number {
    let pairs = 0;
    for (let index = start; index < this.#cursor.position; index++)
      if (isHighSurrogate(this.#cursor.text.charCodeAt(index))) pairs++;
    return pairs;
  }

  #missingColon(): Error {
    return this.#cursor.error('A key without its `:`, or a value that ends before this place');
  }
}
