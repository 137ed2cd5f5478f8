export type TokenType =
  | 'scalar'
  | 'key'
  | 'value'
  | 'block-mapping-start'
  | 'block-sequence-start'
  | 'block-end'
  | 'block-entry'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-entry'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'yaml-directive'
  | 'tag-directive'
  | 'other-directive'
  | 'document-start'
  | 'document-end'
  | 'stream-end';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** `start` and `end` are offsets, `line` and `column` of the start count from 1. */
export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  /** The line on which its own text ends. */
  readonly endLine: number;
  /** A scalar's value, a name of an anchor or alias, a tag's suffix, a directive's prefix. */
  readonly text: string;
  /** Of a tag or tag directive; '' for a tag without one. */
  readonly handle: string;
  readonly style: ScalarStyle;
}
