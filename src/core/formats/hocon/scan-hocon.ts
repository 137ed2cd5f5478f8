import type { ConfigValue } from '../../model/config-value.ts';
import { BraceError } from '../braces/brace-syntax.ts';

export type Token =
  | { readonly kind: 'mark'; readonly mark: Mark; readonly start: number; readonly end: number }
  | { readonly kind: 'newline' | 'comment' | 'end'; readonly start: number; readonly end: number }
  | ValueToken;

export type Mark = '{' | '}' | '[' | ']' | ',' | ':' | '=' | '+=';

/** A piece of a value or of a key. Neighbours on one line are joined, with the blanks between them. */
export type ValueToken =
  | {
      readonly kind: 'scalar';
      readonly value: ConfigValue;
      /** As it reads in a longer text: a number keeps its digits. */
      readonly text: string;
      readonly quoted: boolean;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'reference';
      readonly path: readonly ValueToken[];
      readonly optional: boolean;
      readonly start: number;
      readonly end: number;
    };

const MARKS = new Set('{}[],:=');
const RESERVED = new Set('$"{}[]:=,+#`^?!@*&\\');
/** Blanks as Java and Typesafe Config see them; a carriage return is one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: some control characters are blanks to Java
const BLANKS = /[\t\v\f\r\u001c-\u001f\p{Zs}\p{Zl}\p{Zp}\ufeff]*/uy;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const UNQUOTED = /[^/$"{}[\]:=,+#`^?!@*&\\\t\n\v\f\r\u001c-\u001f\p{Zs}\p{Zl}\p{Zp}\ufeff]*/uy;
const COMMENT = /(?:#|\/\/)[^\n]*/y;
const NUMBER_CHARACTERS = /[-0-9][0-9eE+\-.]*/y;
const DOUBLE = /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const WHOLE = /^-?[0-9]+$/;

/** The token at an offset, after blanks. Tokenised as Typesafe Config does. */
export function scanToken(text: string, from: number): Token {
  const start = from + matchLength(BLANKS, text, from);
  if (start >= text.length) return { kind: 'end', start, end: start };
  const character = text.charAt(start);
  if (character === '\n') return { kind: 'newline', start, end: start + 1 };
  const comment = matchLength(COMMENT, text, start);
  if (comment > 0) return { kind: 'comment', start, end: start + comment };
  if (MARKS.has(character)) return { kind: 'mark', mark: character as Mark, start, end: start + 1 };
  if (character === '+') {
    if (text.charAt(start + 1) !== '=')
      throw new BraceError('+ must be followed by = or be in quotes', start);
    return { kind: 'mark', mark: '+=', start, end: start + 2 };
  }
  return scanValue(text, start);
}

function scanValue(text: string, start: number): ValueToken {
  const character = text.charAt(start);
  if (character === '"') return scanQuoted(text, start);
  if (character === '$') return scanReference(text, start);
  const number = matchLength(NUMBER_CHARACTERS, text, start);
  if (number > 0) return scanNumber(text.slice(start, start + number), start);
  if (RESERVED.has(character)) throw new BraceError('this character must be in quotes', start);
  return scanUnquoted(text, start);
}

function scanUnquoted(text: string, start: number): ValueToken {
  for (const [word, value] of WORDS) {
    if (text.startsWith(word, start)) return scalar(value, { text: word, start, end: start + word.length });
  }
  let end = start + matchLength(UNQUOTED, text, start);
  while (text.charAt(end) === '/' && text.charAt(end + 1) !== '/') {
    end += 1;
    end += matchLength(UNQUOTED, text, end);
  }
  const word = text.slice(start, end);
  return scalar(word, { text: word, start, end });
}

const WORDS: readonly (readonly [string, ConfigValue])[] = [
  ['true', true],
  ['null', null],
  ['false', false],
];

interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function scalar(value: ConfigValue, place: Place, quoted = false): ValueToken {
  return { kind: 'scalar', value, quoted, ...place };
}

function scanNumber(text: string, start: number): ValueToken {
  const place = { text, start, end: start + text.length };
  if (
    /[.eE]/.test(text)
      ? DOUBLE.test(text)
      : WHOLE.test(text) && text.length <= MAX_DIGITS && isLong(BigInt(text))
  ) {
    return scalar(numberOf(text), place);
  }
  if (text.includes('+')) throw new BraceError('+ must be in quotes', start);
  return scalar(text, place);
}

/** More digits than any 64-bit number needs, zeros in front included. */
const MAX_DIGITS = 100;
const MAX_LONG = 2n ** 63n - 1n;

function isLong(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** A float with a whole value is a whole number to Typesafe Config. */
function numberOf(text: string): bigint | number {
  if (!/[.eE]/.test(text)) return BigInt(text);
  const value = Number(text);
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** 63) return value;
  const whole = BigInt(value);
  return whole > MAX_LONG ? MAX_LONG : whole;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it stops at
const PLAIN = /[^"\\\u0000-\u001f]*/y;

function scanQuoted(text: string, start: number): ValueToken {
  if (text.startsWith('"""', start)) return scanTripleQuoted(text, start);
  const parts: string[] = [];
  let offset = start + 1;
  for (;;) {
    const piece = text.slice(offset, offset + matchLength(PLAIN, text, offset));
    parts.push(piece);
    offset += piece.length;
    const character = text.charAt(offset);
    if (character === '"') break;
    if (character === '') throw new BraceError('this string is not closed', start);
    if (character !== '\\') throw new BraceError('a control character or line break must be escaped', offset);
    const letter = text.charAt(offset + 1);
    parts.push(letter === 'u' ? unicodeEscape(text, offset) : escaped(letter, offset));
    offset += letter === 'u' ? 6 : 2;
  }
  const value = parts.join('');
  return scalar(value, { text: value, start, end: offset + 1 }, true);
}

function escaped(letter: string, offset: number): string {
  const value = ESCAPES.get(letter);
  if (value === undefined) throw new BraceError('a backslash in a string must start a known escape', offset);
  return value;
}

function unicodeEscape(text: string, offset: number): string {
  const digits = text.slice(offset + 2, offset + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits))
    throw new BraceError('four hexadecimal digits must follow \\u', offset);
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/** Of more than three quotes at the end, the last three close. */
function scanTripleQuoted(text: string, start: number): ValueToken {
  let close = text.indexOf('"""', start + 3);
  if (close < 0) throw new BraceError('this string is not closed', start);
  while (text.charAt(close + 3) === '"') close += 1;
  const value = text.slice(start + 3, close);
  return scalar(value, { text: value, start, end: close + 3 }, true);
}

function scanReference(text: string, start: number): ValueToken {
  if (text.charAt(start + 1) !== '{') throw new BraceError('$ must be followed by { or be in quotes', start);
  const optional = text.charAt(start + 2) === '?';
  const path: ValueToken[] = [];
  let offset = start + (optional ? 3 : 2);
  for (;;) {
    if (text.charAt(offset + matchLength(BLANKS, text, offset)) === '$') throw noKey(offset);
    const token = scanToken(text, offset);
    if (token.kind === 'mark' && token.mark === '}') {
      return { kind: 'reference', path, optional, start, end: token.end };
    }
    if (token.kind !== 'scalar') throw noKey(token.start);
    path.push(token);
    offset = token.end;
  }
}

function noKey(offset: number): BraceError {
  return new BraceError('a reference names a key between its braces', offset);
}

function matchLength(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}
