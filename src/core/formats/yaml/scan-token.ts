import type { Cursor } from './cursor.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain } from './scan-plain.ts';
import { scanAnchorName, scanDirective, scanTag } from './scan-properties.ts';
import { scanQuoted } from './scan-quoted.ts';
import type { Token } from './tokens.ts';

/** A token without length at the cursor. */
export function emptyToken(cursor: Cursor): Token {
  return {
    type: 'scalar',
    start: cursor.position,
    end: cursor.position,
    line: cursor.line,
    column: cursor.column + 1,
    endLine: cursor.line,
    text: '',
    handle: '',
    style: 'plain',
  };
}

/** Takes a line that starts with `%`. */
export function directiveToken(cursor: Cursor): Token {
  const mark = emptyToken(cursor);
  const directive = scanDirective(cursor);
  switch (directive.name) {
    case 'yaml':
      return { ...mark, type: 'yaml-directive', text: String(directive.major) };
    case 'tag':
      return { ...mark, type: 'tag-directive', text: directive.prefix, handle: directive.handle };
    case 'other':
      return { ...mark, type: 'other-directive' };
  }
}

/** Takes an anchor or alias. */
export function anchorToken(cursor: Cursor, type: 'anchor' | 'alias'): Token {
  const mark = emptyToken(cursor);
  const text = scanAnchorName(cursor);
  return { ...mark, type, text, end: cursor.position };
}

/** Takes a tag. */
export function tagToken(cursor: Cursor): Token {
  const mark = emptyToken(cursor);
  const { suffix, handle } = scanTag(cursor);
  return { ...mark, type: 'tag', text: suffix, handle, end: cursor.position };
}

/** Takes a quoted scalar. */
export function quotedToken(cursor: Cursor, style: 'single' | 'double'): Token {
  const { position: start, line, column } = cursor;
  const text = scanQuoted(cursor);
  const end = cursor.position;
  return {
    type: 'scalar',
    start,
    end,
    line,
    column: column + 1,
    endLine: cursor.line,
    text,
    handle: '',
    style,
  };
}

/** Takes a `|` or `>` scalar below a collection at a column, -1 for none. */
export function blockToken(cursor: Cursor, style: 'literal' | 'folded', parentIndent: number): Token {
  const mark = emptyToken(cursor);
  const { text, end } = scanBlock(cursor, style === 'folded', parentIndent);
  return { ...mark, style, text, end, endLine: cursor.line };
}

/** Takes a plain scalar, whose further lines must reach a column where it stands in a block. */
export function plainToken(cursor: Cursor, inFlow: boolean, minColumn: number): Token {
  const { position: start, line, column } = cursor;
  const { text, end, endLine } = scanPlain(cursor, inFlow, minColumn);
  return { type: 'scalar', start, end, line, column: column + 1, endLine, text, handle: '', style: 'plain' };
}
