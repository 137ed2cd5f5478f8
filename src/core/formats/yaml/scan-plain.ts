import { COLON, HASH, isBlank, isFlowIndicator, SPACE, TAB } from './characters.ts';
import type { Cursor } from './cursor.ts';

const QUESTION_MARK = 63;

export interface PlainScan {
  readonly text: string;
  /** Offset after the last character of the value, before any blanks that follow. */
  readonly end: number;
  /** The line of `end`. */
  readonly endLine: number;
}

/** Reads a scalar without quotes. `minColumn` is the column that further lines must reach in block context. */
export function scanPlain(cursor: Cursor, inFlow: boolean, minColumn: number): PlainScan {
  let start = cursor.position;
  let end = start;
  let endLine = cursor.line;
  let text = '';
  let spaces = '';
  while (cursor.code !== HASH) {
    start = cursor.position;
    const wordEnd = endOfWord(cursor.text, start, inFlow);
    if (wordEnd === start) break;
    text += spaces === '' ? cursor.slice(start, wordEnd) : spaces + cursor.slice(start, wordEnd);
    cursor.position = wordEnd;
    end = wordEnd;
    endLine = cursor.line;
    spaces = scanPlainSpaces(cursor);
    if (spaces === '' || (!inFlow && cursor.column < minColumn)) break;
  }
  return { text, end, endLine };
}

function endOfWord(text: string, start: number, inFlow: boolean): number {
  let index = start;
  for (;;) {
    const code = text.charCodeAt(index);
    if (code <= SPACE || code > 126) {
      if (isBlank(code)) return index;
    } else if (code === COLON) {
      const next = text.charCodeAt(index + 1);
      if (isBlank(next) || (inFlow && isFlowIndicator(next))) return index;
    } else if (inFlow && (code === QUESTION_MARK || isFlowIndicator(code))) return index;
    index++;
  }
}

/** Passes blanks and line breaks; returns what they mean inside the scalar, '' where it can't go on. */
function scanPlainSpaces(cursor: Cursor): string {
  const start = cursor.position;
  let index = start;
  let code = cursor.text.charCodeAt(index);
  while (code === SPACE || code === TAB) code = cursor.text.charCodeAt(++index);
  cursor.position = index;
  const lineBreak = cursor.takeBreak();
  if (lineBreak === '') return cursor.text.slice(start, index);
  if (atDocumentMark(cursor)) return '';
  let breaks = '';
  for (;;) {
    if (cursor.code === SPACE) {
      cursor.position++;
      continue;
    }
    const next = cursor.takeBreak();
    if (next === '') break;
    breaks += next;
    if (atDocumentMark(cursor)) return '';
  }
  if (lineBreak !== '\n') return lineBreak + breaks;
  return breaks === '' ? ' ' : breaks;
}

/** SnakeYAML asks for a blank after `...` here, but not after `---`. */
function atDocumentMark(cursor: Cursor): boolean {
  return cursor.startsWith('---') || (cursor.startsWith('...') && isBlank(cursor.codeAt(3)));
}
