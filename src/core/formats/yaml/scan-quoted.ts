import { END, isBlank, SPACE, TAB } from './characters.ts';
import type { Cursor } from './cursor.ts';

const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;
const HEX = /^[0-9A-Fa-f]+$/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const HEX_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Reads a quoted scalar from its opening quote on, and leaves the cursor behind the closing one. */
export function scanQuoted(cursor: Cursor): string {
  const quote = cursor.code;
  cursor.position++;
  let text = scanWords(cursor, quote);
  while (cursor.code !== quote) text += scanSpaces(cursor) + scanWords(cursor, quote);
  cursor.position++;
  return text;
}

function scanWords(cursor: Cursor, quote: number): string {
  let text = '';
  for (;;) {
    const start = cursor.position;
    const end = endOfRun(cursor.text, start);
    if (end > start) text += cursor.slice(start, end);
    cursor.position = end;
    const code = cursor.code;
    if (code === SINGLE && quote === SINGLE) {
      if (cursor.codeAt(1) !== SINGLE) return text;
      text += "'";
      cursor.position += 2;
    } else if (code === BACKSLASH && quote === DOUBLE) {
      cursor.position++;
      text += scanEscape(cursor);
    } else if (code !== quote && (code === SINGLE || code === DOUBLE || code === BACKSLASH)) {
      text += String.fromCharCode(code);
      cursor.position++;
    } else return text;
  }
}

function endOfRun(text: string, start: number): number {
  let index = start;
  for (;;) {
    const code = text.charCodeAt(index);
    if (code === SINGLE || code === DOUBLE || code === BACKSLASH || isBlank(code)) return index;
    index++;
  }
}

function scanEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.position] ?? '';
  const plain = ESCAPES.get(letter);
  if (plain !== undefined) {
    cursor.position++;
    return plain;
  }
  const digits = HEX_ESCAPES.get(letter);
  if (digits !== undefined) return scanHexEscape(cursor, digits);
  if (cursor.takeBreak() !== '') return scanBreaks(cursor);
  throw cursor.error('Unknown escape in a double-quoted text');
}

function scanHexEscape(cursor: Cursor, digits: number): string {
  const hex = cursor.text.slice(cursor.position + 1, cursor.position + 1 + digits);
  const code = HEX.test(hex) ? Number.parseInt(hex, 16) : -1;
  if (hex.length < digits || code < 0 || code > 0x10ffff)
    throw cursor.error('Wrong escape in a double-quoted text');
  cursor.position += 1 + digits;
  return String.fromCodePoint(code);
}

function scanSpaces(cursor: Cursor): string {
  const start = cursor.position;
  let index = start;
  while (cursor.text.charCodeAt(index) === SPACE || cursor.text.charCodeAt(index) === TAB) index++;
  cursor.position = index;
  if (cursor.code === END) throw cursor.error('A quoted text is not closed');
  const lineBreak = cursor.takeBreak();
  if (lineBreak === '') return cursor.text.slice(start, index);
  const breaks = scanBreaks(cursor);
  if (lineBreak !== '\n') return lineBreak + breaks;
  return breaks === '' ? ' ' : breaks;
}

function scanBreaks(cursor: Cursor): string {
  let breaks = '';
  for (;;) {
    if ((cursor.startsWith('---') || cursor.startsWith('...')) && isBlank(cursor.codeAt(3)))
      throw cursor.error('A document mark stands inside a quoted text');
    while (cursor.code === SPACE || cursor.code === TAB) cursor.position++;
    const next = cursor.takeBreak();
    if (next === '') return breaks;
    breaks += next;
  }
}
