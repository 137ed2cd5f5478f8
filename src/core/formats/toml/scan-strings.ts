import { TomlError } from './toml-syntax.ts';

export interface ScannedString {
  readonly value: string;
  readonly end: number;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['"', '"'],
  ['\\', '\\'],
]);
/** Up to the next character that needs a look: quote, backslash, control character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const PLAIN_BASIC = /[^"\\\u0000-\u0008\u000a-\u001f\u007f]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const PLAIN_LITERAL = /[^'\u0000-\u0008\u000a-\u001f\u007f]*/y;
const LINE_FOLD = /[ \t]*\r?\n[ \t\r\n]*/y;

/** Reads the string whose opening quote stands at an offset, in any of the four forms. */
export function scanString(text: string, start: number): ScannedString {
  const quote = text.charAt(start);
  if (text.startsWith(quote.repeat(3), start)) return scanMultiline(text, start, quote);
  return scanPieces(text, start + 1, { quote, multiline: false });
}

function scanMultiline(text: string, start: number, quote: string): ScannedString {
  let offset = start + 3;
  if (text.startsWith('\r\n', offset)) offset += 2;
  else if (text.startsWith('\n', offset)) offset += 1;
  const body = scanPieces(text, offset, { quote, multiline: true });
  // One or two more quotes belong to the string.
  if (!text.startsWith(quote, body.end)) return body;
  if (!text.startsWith(quote, body.end + 1)) return { value: body.value + quote, end: body.end + 1 };
  return { value: body.value + quote + quote, end: body.end + 2 };
}

interface Form {
  readonly quote: string;
  readonly multiline: boolean;
}

function scanPieces(text: string, start: number, form: Form): ScannedString {
  const closing = form.multiline ? form.quote.repeat(3) : form.quote;
  const plain = form.quote === '"' ? PLAIN_BASIC : PLAIN_LITERAL;
  const parts: string[] = [];
  let offset = start;
  for (;;) {
    plain.lastIndex = offset;
    const piece = plain.exec(text)?.[0] ?? '';
    parts.push(piece);
    offset += piece.length;
    if (offset >= text.length) throw new TomlError('this string is not closed', start - 1);
    if (text.startsWith(closing, offset)) return { value: parts.join(''), end: offset + closing.length };
    const special = scanSpecial(text, offset, form);
    parts.push(special.value);
    offset = special.end;
  }
}

function scanSpecial(text: string, offset: number, form: Form): ScannedString {
  const character = text.charAt(offset);
  if (character === form.quote) return { value: character, end: offset + 1 };
  if (character === '\\') return scanEscape(text, offset, form.multiline);
  if (form.multiline && character === '\n') return { value: '\n', end: offset + 1 };
  if (form.multiline && text.startsWith('\r\n', offset)) return { value: '\n', end: offset + 2 };
  throw new TomlError('a string may not hold this control character or line break', offset);
}

function scanEscape(text: string, offset: number, multiline: boolean): ScannedString {
  if (multiline) {
    LINE_FOLD.lastIndex = offset + 1;
    const fold = LINE_FOLD.exec(text);
    if (fold !== null && !/\r(?!\n)/.test(fold[0])) return { value: '', end: offset + 1 + fold[0].length };
  }
  const letter = text.charAt(offset + 1);
  if (letter === 'u') return scanCodePoint(text, offset, 4);
  if (letter === 'U') return scanCodePoint(text, offset, 8);
  const value = ESCAPES.get(letter);
  if (value === undefined) throw new TomlError('a backslash in a string must start a known escape', offset);
  return { value, end: offset + 2 };
}

const HEX = /^[0-9A-Fa-f]+$/;

function scanCodePoint(text: string, offset: number, length: number): ScannedString {
  const digits = text.slice(offset + 2, offset + 2 + length);
  const code = Number.parseInt(digits, 16);
  const scalar = code <= 0xd7ff || (code >= 0xe000 && code <= 0x10ffff);
  if (digits.length !== length || !HEX.test(digits) || !scalar) {
    throw new TomlError('a unicode escape must give a character by its hexadecimal number', offset);
  }
  return { value: String.fromCodePoint(code), end: offset + 2 + length };
}
