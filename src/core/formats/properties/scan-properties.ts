/** One `key=value` of a file. Offsets point into the text; a value may run over several lines. */
export interface PropertyLine {
  readonly key: string;
  readonly value: string;
  /** Of the key's first character. */
  readonly start: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  /** Of the line break that ends the value, or the text's end. */
  readonly end: number;
  /** True where the value stands on one line, without continuation. */
  readonly oneLine: boolean;
}

/** A malformed `\uXXXX`, which Java refuses together with the whole file. */
export class MalformedEscape extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('malformed \\u escape: four hexadecimal digits must follow');
    this.offset = offset;
  }
}

const TAB = 9;
const LF = 10;
const FF = 12;
const CR = 13;
const SPACE = 32;
const BANG = 33;
const HASH = 35;
const COLON = 58;
const EQUALS = 61;
const BACKSLASH = 92;

/** The lines of a text in order, split exactly as `java.util.Properties.load(Reader)` does. */
export function scanProperties(text: string): readonly PropertyLine[] {
  const lines: PropertyLine[] = [];
  let offset = 0;
  for (;;) {
    const logical = nextLogicalLine(text, offset);
    if (logical === undefined) return lines;
    lines.push(splitLine(text, logical));
    offset = logical.end;
  }
}

/** A logical line: its characters, and for each its offset where continuations cut the text into pieces. */
interface LogicalLine {
  readonly chars: string;
  readonly start: number;
  readonly offsets: readonly number[] | undefined;
  /** Of the ending line break. */
  readonly end: number;
}

function nextLogicalLine(text: string, from: number): LogicalLine | undefined {
  let offset = skipBlanksAndBreaks(text, from);
  while (isCommentStart(text.charCodeAt(offset))) {
    offset = skipBlanksAndBreaks(text, lineEnd(text, offset));
  }
  if (offset >= text.length) return undefined;
  const end = lineEnd(text, offset);
  if (!endsInOddBackslash(text, offset, end)) {
    return { chars: text.slice(offset, end), start: offset, offsets: undefined, end };
  }
  return continuedLine(text, offset);
}

/** Java forgets that a line began when only a backslash stood on it: the next line may then be a comment. */
function continuedLine(text: string, from: number): LogicalLine | undefined {
  const chars: string[] = [];
  const offsets: number[] = [];
  let offset = from;
  for (;;) {
    const end = lineEnd(text, offset);
    const continues = endsInOddBackslash(text, offset, end);
    for (let index = offset; index < (continues ? end - 1 : end); index += 1) {
      chars.push(text.charAt(index));
      offsets.push(index);
    }
    if (!continues || end >= text.length) return lineOf(chars, offsets, from, end);
    const next = skipBlanks(text, afterBreak(text, end));
    if (afterBreak(text, end) >= text.length) {
      // Java takes a backslash and a line feed at the very end as an empty line, but not with a carriage return.
      const nothing = chars.length === 0 && afterBreak(text, end) === end + 2;
      return nothing ? undefined : lineOf(chars, offsets, from, text.length);
    }
    if (chars.length === 0 && (isBreak(text.charCodeAt(next)) || isCommentStart(text.charCodeAt(next)))) {
      return nextLogicalLine(text, next);
    }
    if (chars.length === 0 && next >= text.length) return undefined;
    offset = next;
  }
}

function lineOf(
  chars: readonly string[],
  offsets: readonly number[],
  start: number,
  end: number,
): LogicalLine {
  return { chars: chars.join(''), start, offsets, end };
}

function splitLine(text: string, line: LogicalLine): PropertyLine {
  const { chars } = line;
  const offsetOf = (index: number): number =>
    line.offsets === undefined ? line.start + index : (line.offsets[index] ?? line.end);
  const keyLength = keyLengthOf(chars);
  const valueIndex = valueIndexOf(chars, keyLength);
  const valueStart = valueIndex >= chars.length ? line.end : offsetOf(valueIndex);
  return {
    key: withoutEscapes(chars, 0, keyLength, offsetOf),
    value: withoutEscapes(chars, valueIndex, chars.length, offsetOf),
    start: line.start,
    keyEnd: keyLength === 0 ? line.start : offsetOf(keyLength - 1) + 1,
    valueStart,
    end: line.end,
    oneLine: line.offsets === undefined || lineEnd(text, valueStart) === line.end,
  };
}

function keyLengthOf(chars: string): number {
  let escaped = false;
  for (let index = 0; index < chars.length; index += 1) {
    const code = chars.charCodeAt(index);
    if (!escaped && (code === EQUALS || code === COLON || isBlank(code))) return index;
    escaped = code === BACKSLASH && !escaped;
  }
  return chars.length;
}

function valueIndexOf(chars: string, keyLength: number): number {
  let index = keyLength;
  let separated = false;
  for (; index < chars.length; index += 1) {
    const code = chars.charCodeAt(index);
    if (isBlank(code)) continue;
    if (separated || (code !== EQUALS && code !== COLON)) break;
    separated = true;
  }
  return index;
}

function withoutEscapes(
  chars: string,
  start: number,
  end: number,
  offsetOf: (index: number) => number,
): string {
  const first = chars.indexOf('\\', start);
  if (first < 0 || first >= end) return chars.slice(start, end);
  const parts: string[] = [];
  let index = start;
  while (index < end) {
    const slash = chars.indexOf('\\', index);
    if (slash < 0 || slash >= end) break;
    parts.push(chars.slice(index, slash));
    const letter = chars.charAt(slash + 1);
    if (letter === 'u') {
      parts.push(hexCharacter(chars, slash + 2, end, offsetOf(slash)));
      index = slash + 6;
    } else {
      parts.push(ESCAPES.get(letter) ?? letter);
      index = slash + 2;
    }
  }
  parts.push(chars.slice(Math.min(index, end), end));
  return parts.join('');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
]);
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;

function hexCharacter(chars: string, start: number, end: number, offset: number): string {
  const digits = chars.slice(start, Math.min(start + 4, end));
  if (!FOUR_HEX.test(digits)) throw new MalformedEscape(offset);
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === FF;
}

function isBreak(code: number): boolean {
  return code === LF || code === CR;
}

function isCommentStart(code: number): boolean {
  return code === HASH || code === BANG;
}

function skipBlanks(text: string, from: number): number {
  let offset = from;
  while (isBlank(text.charCodeAt(offset))) offset += 1;
  return offset;
}

function skipBlanksAndBreaks(text: string, from: number): number {
  let offset = from;
  for (;;) {
    const code = text.charCodeAt(offset);
    if (!isBlank(code) && !isBreak(code)) return offset;
    offset += 1;
  }
}

function lineEnd(text: string, from: number): number {
  let offset = from;
  while (offset < text.length && !isBreak(text.charCodeAt(offset))) offset += 1;
  return offset;
}

function afterBreak(text: string, offset: number): number {
  return text.charCodeAt(offset) === CR && text.charCodeAt(offset + 1) === LF ? offset + 2 : offset + 1;
}

function endsInOddBackslash(text: string, start: number, end: number): boolean {
  let index = end;
  while (index > start && text.charCodeAt(index - 1) === BACKSLASH) index -= 1;
  return (end - index) % 2 === 1;
}
