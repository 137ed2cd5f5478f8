import { COLON, isBlank } from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { ScalarStyle, TokenType } from './tokens.ts';

/** What a character begins. */
export type TokenStart =
  | Extract<
      TokenType,
      | 'key'
      | 'value'
      | 'block-entry'
      | 'flow-entry'
      | 'flow-sequence-start'
      | 'flow-sequence-end'
      | 'flow-mapping-start'
      | 'flow-mapping-end'
      | 'anchor'
      | 'alias'
      | 'tag'
      | 'document-start'
      | 'document-end'
    >
  | ScalarStyle
  | 'directive'
  | 'end'
  | 'nothing';

const ALWAYS: ReadonlyMap<number, TokenStart> = new Map<number, TokenStart>([
  [0, 'end'],
  [0x5b, 'flow-sequence-start'],
  [0x5d, 'flow-sequence-end'],
  [0x7b, 'flow-mapping-start'],
  [0x7d, 'flow-mapping-end'],
  [0x2c, 'flow-entry'],
  [0x2a, 'alias'],
  [0x26, 'anchor'],
  [0x21, 'tag'],
  [0x27, 'single'],
  [0x22, 'double'],
  [0x23, 'nothing'],
  [0x40, 'nothing'],
  [0x60, 'nothing'],
]);

const PERCENT = 37;
const MINUS = 45;
const DOT = 46;
const FOLDED = 62;
const QUESTION_MARK = 63;
const LITERAL = 124;

/** Tells by the characters at the cursor what token begins there. */
export function tokenStart(cursor: Cursor, inFlow: boolean): TokenStart {
  const code = cursor.code;
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return 'plain';
  const always = ALWAYS.get(code);
  if (always !== undefined) return always;
  switch (code) {
    case MINUS:
      if (atMark(cursor, '---')) return 'document-start';
      return isBlank(cursor.codeAt(1)) ? 'block-entry' : 'plain';
    case DOT:
      return atMark(cursor, '...') ? 'document-end' : 'plain';
    case COLON:
      return inFlow || isBlank(cursor.codeAt(1)) ? 'value' : 'plain';
    case QUESTION_MARK:
      return inFlow || isBlank(cursor.codeAt(1)) ? 'key' : 'plain';
    case PERCENT:
      return cursor.column === 0 ? 'directive' : 'nothing';
    case LITERAL:
      return inFlow ? 'nothing' : 'literal';
    case FOLDED:
      return inFlow ? 'nothing' : 'folded';
  }
  return isBlank(code) ? 'nothing' : 'plain';
}

function atMark(cursor: Cursor, mark: string): boolean {
  return cursor.column === 0 && cursor.startsWith(mark) && isBlank(cursor.codeAt(3));
}
