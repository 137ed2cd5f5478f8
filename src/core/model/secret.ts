const HIDDEN = '(secret)';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that can't be printed: text, JSON, template and inspection all give `(secret)`.
 * `reveal` is called only where a file is written or compared.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [INSPECT](): string {
    return HIDDEN;
  }
}
