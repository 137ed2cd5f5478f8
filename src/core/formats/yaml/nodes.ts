import type { ScalarStyle } from './tokens.ts';

export const TAG_PREFIX = 'tag:yaml.org,2002:';

interface NodeBase {
  /** As written, with its handle resolved; undefined where the value's own form decides. */
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
  /** Offset of the first character, which is a tag or an anchor where there is one. */
  readonly start: number;
  /** Offset behind the last character; for blocks behind their last child. */
  end: number;
  /** Of the value itself, from 1. */
  readonly line: number;
  readonly column: number;
  /** Values that it stands for, aliases followed. */
  size: number;
  /** Levels below and including it, aliases followed. */
  height: number;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  readonly style: ScalarStyle;
  /** The line on which its own text ends. */
  readonly endLine: number;
  /** Offset of the value without tag and anchor. */
  readonly textStart: number;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly items: Item[];
  readonly flow: boolean;
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly pairs: Pair[];
  readonly flow: boolean;
  /** True where a `<<` key was written. */
  merged: boolean;
  /** The pairs that count after duplicate and merge keys; undefined until worked out. */
  effective: Pair[] | undefined;
}

export type YamlNode = ScalarNode | SequenceNode | MappingNode;

/** A node at a place; an alias's node stands elsewhere. */
export interface Item {
  readonly node: YamlNode;
  readonly start: number;
  readonly end: number;
  readonly alias: boolean;
}

export interface Pair {
  readonly key: YamlNode;
  readonly value: YamlNode;
  /** Offset of the key, or of the `?` before it. */
  readonly start: number;
  /** Offset behind the key; the `:` comes after it. */
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly alias: boolean;
  /** True for a key written with `?`. */
  readonly explicit: boolean;
}
