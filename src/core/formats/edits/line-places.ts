export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Lines and columns of offsets, from 1. Cheap where offsets are asked for in rising order; a carriage return
 * alone ends a line too.
 */
export class LinePlaces {
  readonly #text: string;
  #line = 1;
  #lineStart = 0;
  #nextStart: number;

  constructor(text: string) {
    this.#text = text;
    this.#nextStart = endOfLine(text, 0);
  }

  at(offset: number): LinePlace {
    if (offset < this.#lineStart) this.#rewind();
    while (offset >= this.#nextStart && this.#nextStart < this.#text.length) {
      this.#line += 1;
      this.#lineStart = this.#nextStart;
      this.#nextStart = endOfLine(this.#text, this.#lineStart);
    }
    if (offset >= this.#nextStart && endsWithBreak(this.#text, this.#lineStart, this.#nextStart)) {
      return { line: this.#line + 1, column: offset - this.#nextStart + 1 };
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }

  #rewind(): void {
    this.#line = 1;
    this.#lineStart = 0;
    this.#nextStart = endOfLine(this.#text, 0);
  }
}

/** The offset just after the line break that ends the line at `offset`, or the text's end. */
export function endOfLine(text: string, offset: number): number {
  const length = text.length;
  for (let index = offset; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10) return index + 1;
    if (code === 13) return text.charCodeAt(index + 1) === 10 ? index + 2 : index + 1;
  }
  return length;
}

/** The offset of the first character of the line that holds `offset`. */
export function startOfLine(text: string, offset: number): number {
  let index = offset;
  while (index > 0) {
    const code = text.charCodeAt(index - 1);
    if (code === 10 || (code === 13 && text.charCodeAt(index) !== 10)) break;
    index -= 1;
  }
  return index;
}

/** The text's own line break: that of its first line, `\n` where it has none. */
export function lineBreakOf(text: string): string {
  const end = endOfLine(text, 0);
  if (!endsWithBreak(text, 0, end)) return '\n';
  if (text.charCodeAt(end - 1) === 13) return '\r';
  return text.charCodeAt(end - 2) === 13 ? '\r\n' : '\n';
}

/** True when the last line of the text has no line break. An empty text counts as ended. */
export function lacksFinalBreak(text: string): boolean {
  return text !== '' && !endsWithBreak(text, 0, text.length);
}

function endsWithBreak(text: string, start: number, end: number): boolean {
  if (end <= start) return false;
  const last = text.charCodeAt(end - 1);
  return last === 10 || last === 13;
}
