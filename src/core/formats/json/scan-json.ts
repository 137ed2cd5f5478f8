import { BraceError } from '../braces/brace-syntax.ts';

/** Offset after blanks, line breaks and comments. Throws where a block comment is not closed. */
export function skipTrivia(text: string, from: number): number {
  let offset = from;
  for (;;) {
    BLANKS.lastIndex = offset;
    offset += BLANKS.exec(text)?.[0].length ?? 0;
    if (text.charCodeAt(offset) !== 47) return offset;
    if (text.startsWith('//', offset)) {
      LINE_COMMENT.lastIndex = offset;
      offset += LINE_COMMENT.exec(text)?.[0].length ?? 2;
    } else if (text.startsWith('/*', offset)) {
      const end = text.indexOf('*/', offset + 2);
      if (end < 0) throw new BraceError('this comment is not closed', offset);
      offset = end + 2;
    } else {
      return offset;
    }
  }
}

const BLANKS = /\s*/y;
const LINE_COMMENT = /\/\/[^\r\n]*/y;

export interface Scanned<T> {
  readonly value: T;
  readonly end: number;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['0', '\0'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['\n', ''],
]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it stops at
const PLAIN_DOUBLE = /[^"\\\u0000-\u001f]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const PLAIN_SINGLE = /[^'\\\u0000-\u001f]*/y;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;

/** Reads a string in double quotes, or in single ones as JSON5 has them. */
export function scanString(text: string, start: number): Scanned<string> {
  const quote = text.charAt(start);
  const plain = quote === '"' ? PLAIN_DOUBLE : PLAIN_SINGLE;
  const parts: string[] = [];
  let offset = start + 1;
  for (;;) {
    plain.lastIndex = offset;
    const piece = plain.exec(text)?.[0] ?? '';
    parts.push(piece);
    offset += piece.length;
    if (text.charAt(offset) === quote) return { value: parts.join(''), end: offset + 1 };
    if (offset >= text.length) throw new BraceError('this string is not closed', start);
    if (text.charAt(offset) !== '\\') {
      throw new BraceError('a string may not hold a line break or control character as it stands', offset);
    }
    const character = scanEscape(text, offset);
    parts.push(character.value);
    offset = character.end;
  }
}

function scanEscape(text: string, offset: number): Scanned<string> {
  if (text.startsWith('\r\n', offset + 1)) return { value: '', end: offset + 3 };
  const letter = text.charAt(offset + 1);
  if (letter === 'u') {
    const digits = text.slice(offset + 2, offset + 6);
    if (!FOUR_HEX.test(digits)) throw new BraceError('four hexadecimal digits must follow \\u', offset);
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: offset + 6 };
  }
  const value = ESCAPES.get(letter);
  if (value === undefined) throw new BraceError('a backslash in a string must start a known escape', offset);
  return { value, end: offset + 2 };
}

const WORD = /[\p{L}\p{N}_$][\p{L}\p{N}_$]*/uy;
/** Nobody writes longer numbers, and reading them would take long. */
const MAX_DIGITS = 400;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F]+|Infinity|NaN|(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/y;

/** An unquoted key, as JSON5 has them; undefined where there is none. */
export function scanWord(text: string, start: number): Scanned<string> | undefined {
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0];
  return word === undefined || /^[0-9]/.test(word) ? undefined : { value: word, end: start + word.length };
}

/** `true`, `false`, `null` or a number; whole numbers without fraction and exponent keep every digit. */
export function scanScalar(
  text: string,
  start: number,
): Scanned<null | boolean | bigint | number> | undefined {
  const word = scanWord(text, start);
  if (word !== undefined && WORDS.has(word.value))
    return { value: WORDS.get(word.value) ?? null, end: word.end };
  NUMBER.lastIndex = start;
  const number = NUMBER.exec(text)?.[0];
  if (number === undefined || number.length > MAX_DIGITS) return undefined;
  const end = start + number.length;
  if (/[\p{L}\p{N}_$.]/u.test(text.charAt(end))) return undefined;
  return { value: numberOf(number), end };
}

const WORDS: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function numberOf(text: string): bigint | number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[+-]/, '');
  if (/^0[xX]/.test(digits) || /^[0-9]+$/.test(digits)) {
    const magnitude = BigInt(digits);
    return negative ? -magnitude : magnitude;
  }
  return negative ? -Number(digits) : Number(digits);
}
