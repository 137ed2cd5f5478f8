import { isEscapedByte, isHighSurrogate } from './characters.ts';

const REPLACEMENT = '\ufffd';
const NO_BYTE = 0;

/** Text as Java's UTF-8 decoder shows it: each broken byte sequence, kept as lone U+DC80 to U+DCFF, is U+FFFD. */
export function showBytes(text: string): string {
  let shown = '';
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (isEscapedByte(code)) {
      shown += REPLACEMENT;
      index += brokenLength(text, index);
    } else {
      const length = isHighSurrogate(code) ? 2 : 1;
      shown += text.slice(index, index + length);
      index += length;
    }
  }
  return shown;
}

/** How many bytes Java replaces together: the longest start of a sequence that could have been valid. */
function brokenLength(text: string, index: number): number {
  const first = byteAt(text, index);
  const second = byteAt(text, index + 1);
  if (first >= 0xe0 && first <= 0xef) return brokenThree(first, second, byteAt(text, index + 2));
  if (first < 0xf0 || first > 0xf4 || !isContinuation(second)) return 1;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90)) return 1;
  return isContinuation(byteAt(text, index + 2)) ? 3 : 2;
}

function brokenThree(first: number, second: number, third: number): number {
  if (!isContinuation(second) || (first === 0xe0 && second < 0xa0)) return 1;
  const surrogate = first === 0xed && second >= 0xa0;
  return surrogate && isContinuation(third) ? 3 : 2;
}

function byteAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return isEscapedByte(code) ? code - 0xdc00 : NO_BYTE;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}
