import { END, HASH, isBreakOrEnd, SPACE, TAB } from './characters.ts';
import type { Cursor } from './cursor.ts';

const PLUS = 43;
const MINUS = 45;

export interface BlockScan {
  readonly text: string;
  /** Offset after the last line that belongs to the value, with its line break. */
  readonly end: number;
}

interface Header {
  readonly chomp: 'clip' | 'strip' | 'keep';
  /** Spaces that the header asks for; 0 = found out from the first line. */
  readonly increment: number;
}

interface Breaks {
  readonly text: string;
  /** Offset behind the last break passed. */
  readonly end: number;
}

/** Reads a `|` or `>` scalar from its sign on. `parentIndent` is the column of the collection around it, -1 for none. */
export function scanBlock(cursor: Cursor, folded: boolean, parentIndent: number): BlockScan {
  cursor.position++;
  const header = scanHeader(cursor);
  finishHeaderLine(cursor);
  const minIndent = Math.max(parentIndent + 1, 1);
  let indent = minIndent + header.increment - 1;
  let breaks: Breaks;
  if (header.increment === 0) {
    const found = scanIndentation(cursor);
    breaks = found.breaks;
    indent = Math.max(minIndent, found.indent);
  } else breaks = scanBreaks(cursor, indent);
  return scanLines(cursor, { folded, indent, header, breaks });
}

interface Lines {
  readonly folded: boolean;
  readonly indent: number;
  readonly header: Header;
  readonly breaks: Breaks;
}

function scanLines(cursor: Cursor, lines: Lines): BlockScan {
  let text = '';
  let lineBreak = '';
  let breaks = lines.breaks;
  let end = breaks.end;
  while (cursor.column === lines.indent && cursor.code !== END) {
    text += breaks.text;
    const startsSolid = !isSpaceOrTab(cursor.code);
    text += takeLine(cursor);
    lineBreak = cursor.takeBreak();
    end = cursor.position;
    breaks = scanBreaks(cursor, lines.indent);
    if (cursor.column !== lines.indent || cursor.code === END) break;
    if (lines.folded && lineBreak === '\n' && startsSolid && !isSpaceOrTab(cursor.code)) {
      if (breaks.text === '') text += ' ';
    } else text += lineBreak;
  }
  if (lines.header.chomp !== 'strip') text += lineBreak;
  if (lines.header.chomp !== 'keep') return { text, end };
  return { text: text + breaks.text, end: breaks.end };
}

function takeLine(cursor: Cursor): string {
  const start = cursor.position;
  let index = start;
  while (!isBreakOrEnd(cursor.text.charCodeAt(index))) index++;
  cursor.position = index;
  return cursor.slice(start, index);
}

function scanHeader(cursor: Cursor): Header {
  let chomp = takeChomp(cursor);
  let increment = 0;
  const digit = cursor.code - 48;
  if (digit >= 0 && digit <= 9) {
    if (digit === 0) throw cursor.error('The indentation of a block text must be 1 to 9');
    increment = digit;
    cursor.position++;
    chomp ??= takeChomp(cursor);
  }
  if (cursor.code !== SPACE && !isBreakOrEnd(cursor.code))
    throw cursor.error('A block text starts on the line after its sign');
  return { chomp: chomp ?? 'clip', increment };
}

function takeChomp(cursor: Cursor): 'strip' | 'keep' | undefined {
  if (cursor.code !== PLUS && cursor.code !== MINUS) return undefined;
  const chomp = cursor.code === PLUS ? 'keep' : 'strip';
  cursor.position++;
  return chomp;
}

function finishHeaderLine(cursor: Cursor): void {
  while (cursor.code === SPACE) cursor.position++;
  if (cursor.code === HASH) while (!isBreakOrEnd(cursor.code)) cursor.position++;
  if (cursor.takeBreak() === '' && cursor.code !== END)
    throw cursor.error('A block text starts on the line after its sign');
}

function scanIndentation(cursor: Cursor): { readonly breaks: Breaks; readonly indent: number } {
  let text = '';
  let indent = 0;
  let end = cursor.position;
  for (;;) {
    if (cursor.code === SPACE) {
      cursor.position++;
      indent = Math.max(indent, cursor.column);
      continue;
    }
    const next = cursor.takeBreak();
    if (next === '') return { breaks: { text, end }, indent };
    text += next;
    end = cursor.position;
  }
}

function scanBreaks(cursor: Cursor, indent: number): Breaks {
  let text = '';
  let end = cursor.position;
  skipIndent(cursor, indent);
  for (let next = cursor.takeBreak(); next !== ''; next = cursor.takeBreak()) {
    text += next;
    end = cursor.position;
    skipIndent(cursor, indent);
  }
  return { text, end };
}

function skipIndent(cursor: Cursor, indent: number): void {
  while (cursor.column < indent && cursor.code === SPACE) cursor.position++;
}

function isSpaceOrTab(code: number): boolean {
  return code === SPACE || code === TAB;
}
