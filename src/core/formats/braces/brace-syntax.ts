import type { ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';

/** A value in JSON or HOCON with the offsets of its own text. */
export interface BraceNode {
  readonly start: number;
  readonly end: number;
  /** Of an object: null; its members say what it holds. */
  readonly value: ConfigValue;
  readonly items: readonly BraceNode[] | undefined;
  readonly object: BraceObject | undefined;
  /** True where the text alone gives the value, so that replacing the text replaces the value. */
  readonly literal: boolean;
}

export interface BraceObject {
  /** Offset of `{`; undefined for a file whose root has no braces. */
  readonly open: number | undefined;
  /** Offset of `}`, or the text's end. */
  readonly close: number;
  readonly members: readonly BraceMember[];
}

export interface BraceMember {
  /** Below the object; one segment in JSON, several for dotted keys in HOCON. */
  readonly path: KeyPath;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly node: BraceNode;
  /** Offset of the comma that follows. */
  readonly comma: number | undefined;
}

/** What tells JSON and HOCON apart when a file is edited. */
export interface BraceDialect {
  parse(text: string): BraceNode;
  /** Equal keys in one object: the last one hides the others, or they merge. */
  readonly equalKeys: 'hide' | 'merge';
  /** Writes a value on one line; `before` is the text that it replaces. */
  writeValue(value: ConfigValue, before: string): string;
  /** `like` is the text of a neighbouring key. */
  writeKey(path: KeyPath, like: string): string;
  readonly separator: string;
  /** True where members must be parted by commas even on lines of their own. */
  readonly needsComma: boolean;
}

/** A mistake in the text, with its place. */
export class BraceError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Deepest nesting of objects, lists and keys that is read. */
export const MAX_DEPTH = 200;
