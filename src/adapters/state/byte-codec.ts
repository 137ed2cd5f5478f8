/** Thrown when a value is not what its reader expects. */
export class MalformedValueError extends Error {}

/** Appends numbers, texts and bytes; each text and byte run carries its length. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  /** A whole number from 0 to 2^53-1. */
  number(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
    this.#parts.push(Uint8Array.from(bytes));
    return this;
  }

  bytes(value: Uint8Array): this {
    this.number(value.length);
    this.#parts.push(value);
    return this;
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value));
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Reads what `ByteWriter` wrote, in the same order. Throws `MalformedValueError` past the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) throw new MalformedValueError();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new MalformedValueError();
  }

  bytes(): Uint8Array {
    const length = this.number();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new MalformedValueError();
    const value = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return value;
  }

  text(): string {
    const { length } = this.bytes();
    return this.#bytes.toString('utf8', this.#position - length, this.#position);
  }

  /** Throws when bytes are left. */
  finish(): void {
    if (this.#position !== this.#bytes.length) throw new MalformedValueError();
  }
}
