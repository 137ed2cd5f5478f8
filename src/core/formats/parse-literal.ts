import type { ConfigValue } from '../model/config-value.ts';

const DEEPEST = 32;
const ESCAPES = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['0', '\0'],
]);
const HEX_DIGITS = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);
const LAST_CODE_POINT = 0x10ffff;
const WORD_MAX = 400;
const WORD = /^[A-Za-z0-9_.+-]+/;

/**
 * Reads a list, map, text, number or word as Python or JSON writes it, such as `['a', "it's", {'k': 1}]`.
 * Undefined when the text is something else, or names a key of a map twice.
 */
export function parseLiteral(text: string): ConfigValue | undefined {
  const cursor = { text, offset: 0 };
  const value = readValue(cursor, 0);
  skipBlanks(cursor);
  return cursor.offset === text.length ? value : undefined;
}

interface Cursor {
  readonly text: string;
  offset: number;
}

function readValue(cursor: Cursor, depth: number): ConfigValue | undefined {
  skipBlanks(cursor);
  const character = cursor.text[cursor.offset];
  if (character === undefined || depth > DEEPEST) return undefined;
  if (character === '[' || character === '(') return readList(cursor, character === '[' ? ']' : ')', depth);
  if (character === '{') return readMap(cursor, depth);
  if (character === '"' || character === "'") return readText(cursor, character);
  return readWord(cursor);
}

function readList(cursor: Cursor, end: string, depth: number): readonly ConfigValue[] | undefined {
  const items: ConfigValue[] = [];
  cursor.offset += 1;
  while (!take(cursor, end)) {
    const item = readValue(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    if (!take(cursor, ',') && !isNext(cursor, end)) return undefined;
  }
  return items;
}

function readMap(cursor: Cursor, depth: number): ReadonlyMap<string, ConfigValue> | undefined {
  const map = new Map<string, ConfigValue>();
  cursor.offset += 1;
  while (!take(cursor, '}')) {
    const key = readValue(cursor, depth + 1);
    if (key === undefined || typeof key === 'object' || !take(cursor, ':')) return undefined;
    const value = readValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    if (map.has(String(key))) return undefined;
    map.set(String(key), value);
    if (!take(cursor, ',') && !isNext(cursor, '}')) return undefined;
  }
  return map;
}

function readText(cursor: Cursor, quote: string): string | undefined {
  let text = '';
  for (cursor.offset += 1; cursor.offset < cursor.text.length; cursor.offset += 1) {
    const character = cursor.text[cursor.offset] as string;
    if (character === quote) {
      cursor.offset += 1;
      return text;
    }
    text += character === '\\' ? readEscape(cursor) : character;
  }
  return undefined;
}

/** Unknown escapes keep their backslash, as in Python. */
function readEscape(cursor: Cursor): string {
  cursor.offset += 1;
  const character = cursor.text[cursor.offset] ?? '';
  const digits = HEX_DIGITS.get(character) ?? 0;
  const hex = cursor.text.slice(cursor.offset + 1, cursor.offset + 1 + digits);
  if (digits > 0 && hex.length === digits && /^[0-9A-Fa-f]+$/.test(hex)) {
    const code = Number.parseInt(hex, 16);
    if (code <= LAST_CODE_POINT) {
      cursor.offset += digits;
      return String.fromCodePoint(code);
    }
  }
  if (character === '\\' || character === '"' || character === "'" || character === '/') return character;
  return ESCAPES.get(character) ?? `\\${character}`;
}

function readWord(cursor: Cursor): ConfigValue | undefined {
  const word = WORD.exec(cursor.text.slice(cursor.offset, cursor.offset + WORD_MAX))?.[0] ?? '';
  cursor.offset += word.length;
  if (word === 'date' || word === 'binary') return readTagged(cursor, word);
  if (/^true$/i.test(word)) return true;
  if (/^false$/i.test(word)) return false;
  if (/^(?:none|null)$/i.test(word)) return null;
  if (/^[+-]?[0-9]+$/.test(word)) return BigInt(word);
  return /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(word)
    ? Number(word)
    : parseOddFloat(word);
}

/** The floats that have no digits, as Python and YAML write them. */
export function parseOddFloat(word: string): number | undefined {
  const [, sign, name] = /^([+-]?)\.?(nan|inf)$/i.exec(word) ?? [];
  if (name === undefined) return undefined;
  const value = name.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
  return sign === '-' ? -value : value;
}

/** `date('2026-01-31')` and `binary('AAEC')`, for what neither Python's literals nor JSON have. */
function readTagged(cursor: Cursor, tag: 'date' | 'binary'): ConfigValue | undefined {
  if (!take(cursor, '(')) return undefined;
  const text = readValue(cursor, DEEPEST);
  if (typeof text !== 'string' || !take(cursor, ')')) return undefined;
  return tag === 'date' ? { kind: 'timestamp', text } : { kind: 'binary', base64: text };
}

function take(cursor: Cursor, character: string): boolean {
  if (!isNext(cursor, character)) return false;
  cursor.offset += 1;
  return true;
}

function isNext(cursor: Cursor, character: string): boolean {
  skipBlanks(cursor);
  return cursor.text[cursor.offset] === character;
}

function skipBlanks(cursor: Cursor): void {
  while (/^\s$/.test(cursor.text[cursor.offset] ?? '')) cursor.offset += 1;
}
