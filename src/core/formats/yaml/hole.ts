import type { ConfigValue } from '../../model/config-value.ts';
import { plainValue } from './construct.ts';

export type HoleStyle = 'plain' | 'single' | 'double';

export interface HoleText {
  readonly end: number;
  readonly value: ConfigValue;
}

const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;
const DOT = 46;
const MINUS = 45;

/**
 * Reads a scalar that stands for itself whatever is around it, as far as it goes: plain words of letters, digits and
 * `_ . / -`, or quotes with nothing to unescape. Undefined for all else, which needs the whole reader.
 */
export function readHole(text: string, start: number, style: HoleStyle): HoleText | undefined {
  return style === 'plain'
    ? readPlain(text, start)
    : readQuoted(text, start, style === 'single' ? SINGLE : DOUBLE);
}

function readPlain(text: string, start: number): HoleText | undefined {
  const first = text.charCodeAt(start);
  if (first === MINUS && !isWordOrDot(text.charCodeAt(start + 1))) return undefined;
  let end = start;
  while (isPlainCode(text.charCodeAt(end))) end++;
  if (end === start) return undefined;
  const value = plainValue(text.slice(start, end));
  return value === undefined ? undefined : { end, value };
}

function readQuoted(text: string, start: number, quote: number): HoleText | undefined {
  if (text.charCodeAt(start) !== quote) return undefined;
  let index = start + 1;
  for (;;) {
    const code = text.charCodeAt(index);
    if (code === quote) break;
    if (!isPrintable(code) || (code === BACKSLASH && quote === DOUBLE)) return undefined;
    index++;
  }
  if (text.charCodeAt(index + 1) === quote) return undefined;
  return { end: index + 1, value: text.slice(start + 1, index) };
}

function isPlainCode(code: number): boolean {
  return isWordOrDot(code) || code === MINUS || code === 47;
}

function isWordOrDot(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === DOT
  );
}

/** Characters of one unit that are no line break; false past the end of the text. */
function isPrintable(code: number): boolean {
  return (
    (code >= 0x20 && code <= 0x7e) ||
    (code >= 0xa0 && code <= 0x2027) ||
    (code >= 0x202a && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfefe)
  );
}
