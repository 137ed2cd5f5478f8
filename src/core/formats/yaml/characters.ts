export const END = 0;
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const HASH = 35;
export const COLON = 58;
const NEXT_LINE = 0x85;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;
export const BYTE_ORDER_MARK = 0xfeff;

/** True for the five line breaks of YAML 1.1. */
export function isBreak(code: number): boolean {
  return (
    code === LF ||
    code === CR ||
    code === NEXT_LINE ||
    code === LINE_SEPARATOR ||
    code === PARAGRAPH_SEPARATOR
  );
}

/** True for a line break and for the end of the text, which scanners see as character 0. */
export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

/** True for what ends a word: space, tab, line break, end of the text. */
export function isBlank(code: number): boolean {
  return (
    code === SPACE || (code <= CR && (code === TAB || isBreakOrEnd(code))) || (code > 126 && isBreak(code))
  );
}

/** True for `,`, `[`, `]`, `{` and `}`. */
export function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

const SUSPICIOUS = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd]/;
const SUSPICIOUS_ALL = new RegExp(SUSPICIOUS.source, 'g');

/**
 * Offset of the first character that YAML does not allow unescaped, or -1. Bytes that are no UTF-8 are
 * allowed here: they stand in the text as lone U+DC80 to U+DCFF.
 */
export function findUnprintable(text: string): number {
  if (!SUSPICIOUS.test(text)) return -1;
  for (const match of text.matchAll(SUSPICIOUS_ALL)) {
    const code = text.charCodeAt(match.index);
    if (isHighSurrogate(code)) {
      if (!isLowSurrogate(text.charCodeAt(match.index + 1))) return match.index;
    } else if (!isPairEnd(text, match.index) && !isEscapedByte(code)) return match.index;
  }
  return -1;
}

export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

export function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** True for the code under which a byte that is no UTF-8 stands in a text. */
export function isEscapedByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function isPairEnd(text: string, index: number): boolean {
  return isLowSurrogate(text.charCodeAt(index)) && isHighSurrogate(text.charCodeAt(index - 1));
}
