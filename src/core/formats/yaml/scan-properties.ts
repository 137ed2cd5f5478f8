import { isBlank, isBreakOrEnd, SPACE, TAB } from './characters.ts';
import type { Cursor } from './cursor.ts';

const ENDS_ANCHOR = ':,[]{}/.*&';
const FOLLOWS_ANCHOR = '?:,]}%@`';
const URI_CHARACTER = /[A-Za-z0-9\-_;/?:@&=+$,.!~*'()[\]%]/;
const HANDLE_CHARACTER = /[A-Za-z0-9\-_]/;
const ESCAPED_RUN = /(?:%[0-9A-Fa-f]{2})+/y;
const EXCLAMATION = 33;

export interface TagScan {
  /** '' for a tag that names no handle. */
  readonly handle: string;
  readonly suffix: string;
}

/** Reads the name of an anchor or alias from its sign on. */
export function scanAnchorName(cursor: Cursor): string {
  const start = cursor.position + 1;
  let end = start;
  while (!isBlank(cursor.text.charCodeAt(end)) && !ENDS_ANCHOR.includes(cursor.text.charAt(end))) end++;
  cursor.position = end;
  const valid = end > start && (isBlank(cursor.code) || FOLLOWS_ANCHOR.includes(cursor.text.charAt(end)));
  if (!valid) throw cursor.error('The name of an anchor or alias is wrong');
  return cursor.slice(start, end);
}

/** Reads a tag from its `!` on. */
export function scanTag(cursor: Cursor): TagScan {
  const tag = scanTagBody(cursor);
  if (!isSpaceOrEnd(cursor.code)) throw cursor.error('A space is missing after a tag');
  return tag;
}

function scanTagBody(cursor: Cursor): TagScan {
  const next = cursor.codeAt(1);
  if (next === 60) return scanVerbatimTag(cursor);
  if (isBlank(next)) {
    cursor.position++;
    return { handle: '', suffix: '!' };
  }
  let end = cursor.position + 1;
  while (!isSpaceOrEnd(cursor.text.charCodeAt(end)) && cursor.text.charCodeAt(end) !== EXCLAMATION) end++;
  let handle = '!';
  if (cursor.text.charCodeAt(end) === EXCLAMATION) handle = scanTagHandle(cursor);
  else cursor.position++;
  return { handle, suffix: scanUri(cursor) };
}

function scanVerbatimTag(cursor: Cursor): TagScan {
  cursor.position += 2;
  const suffix = scanUri(cursor);
  if (cursor.text.charAt(cursor.position) !== '>') throw cursor.error('A tag is not closed');
  cursor.position++;
  return { handle: '', suffix };
}

function scanTagHandle(cursor: Cursor): string {
  const start = cursor.position;
  if (cursor.code !== EXCLAMATION) throw cursor.error('A tag handle starts with !');
  let end = start + 1;
  if (cursor.text.charCodeAt(end) !== SPACE) {
    while (HANDLE_CHARACTER.test(cursor.text.charAt(end))) end++;
    if (cursor.text.charCodeAt(end) !== EXCLAMATION) throw cursor.error('A tag handle ends with !');
    end++;
  }
  cursor.position = end;
  return cursor.text.slice(start, end);
}

function scanUri(cursor: Cursor): string {
  let uri = '';
  for (;;) {
    const character = cursor.text.charAt(cursor.position);
    if (!URI_CHARACTER.test(character)) break;
    if (character === '%') uri += scanUriEscapes(cursor);
    else {
      uri += character;
      cursor.position++;
    }
  }
  if (uri === '') throw cursor.error('A tag has no name');
  return uri;
}

function scanUriEscapes(cursor: Cursor): string {
  ESCAPED_RUN.lastIndex = cursor.position;
  const run = ESCAPED_RUN.exec(cursor.text)?.[0];
  if (run === undefined) throw cursor.error('Wrong escape in a tag');
  cursor.position += run.length;
  try {
    return decodeURIComponent(run);
  } catch {
    throw cursor.error('Wrong escape in a tag');
  }
}

export type DirectiveScan =
  | { readonly name: 'yaml'; readonly major: number }
  | { readonly name: 'tag'; readonly handle: string; readonly prefix: string }
  | { readonly name: 'other' };

/** Reads a line that starts with `%`. */
export function scanDirective(cursor: Cursor): DirectiveScan {
  const start = ++cursor.position;
  while (HANDLE_CHARACTER.test(cursor.text.charAt(cursor.position))) cursor.position++;
  const name = cursor.text.slice(start, cursor.position);
  if (name === '' || !isSpaceOrEnd(cursor.code)) throw cursor.error('A directive has no name');
  const directive = scanDirectiveValue(cursor, name);
  skipSpaces(cursor);
  if (cursor.text.charAt(cursor.position) === '#' || directive.name === 'other')
    while (!isBreakOrEnd(cursor.code)) cursor.position++;
  if (!isBreakOrEnd(cursor.code)) throw cursor.error('Unexpected text after a directive');
  cursor.takeBreak();
  return directive;
}

function scanDirectiveValue(cursor: Cursor, name: string): DirectiveScan {
  if (name === 'YAML') {
    skipSpaces(cursor);
    const major = scanDigits(cursor);
    if (cursor.text.charAt(cursor.position) !== '.') throw cursor.error('A version is two numbers');
    cursor.position++;
    scanDigits(cursor);
    if (!isSpaceOrEnd(cursor.code)) throw cursor.error('A version is two numbers');
    return { name: 'yaml', major };
  }
  if (name !== 'TAG') return { name: 'other' };
  skipSpaces(cursor);
  const handle = scanTagHandle(cursor);
  if (cursor.code !== SPACE) throw cursor.error('A space is missing after a tag handle');
  skipSpaces(cursor);
  const prefix = scanUri(cursor);
  if (!isSpaceOrEnd(cursor.code)) throw cursor.error('A space is missing after a tag');
  return { name: 'tag', handle, prefix };
}

function scanDigits(cursor: Cursor): number {
  const start = cursor.position;
  while (cursor.code >= 48 && cursor.code <= 57) cursor.position++;
  const digits = cursor.position - start;
  if (digits === 0 || digits > 9) throw cursor.error('A version is two numbers');
  return Number(cursor.text.slice(start, cursor.position));
}

function skipSpaces(cursor: Cursor): void {
  while (cursor.code === SPACE) cursor.position++;
}

function isSpaceOrEnd(code: number): boolean {
  return code !== TAB && isBlank(code);
}
