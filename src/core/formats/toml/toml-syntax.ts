import type { ConfigMap, ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';

/** A value with the offsets of its own text. */
export interface TomlNode {
  readonly value: ConfigValue;
  readonly start: number;
  readonly end: number;
  /** Of an array. */
  readonly items: readonly TomlNode[] | undefined;
  /** Of an inline table. */
  readonly members: readonly TomlPair[] | undefined;
}

/** `key = value`, on a line of its own or in an inline table. The path is absolute. */
export interface TomlPair {
  readonly path: KeyPath;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly node: TomlNode;
}

/** `[path]` or `[[path]]` with the pairs below it; the first table of a document has no header. */
export interface TomlTable {
  readonly path: KeyPath;
  readonly kind: 'root' | 'table' | 'array';
  /** True below a `[[path]]`, where a path alone does not say which element is meant. */
  readonly repeated: boolean;
  readonly start: number;
  readonly end: number;
  readonly pairs: readonly TomlPair[];
}

export interface TomlDocument {
  readonly root: ConfigMap;
  readonly tables: readonly TomlTable[];
}

export class TomlError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Deepest nesting of keys, arrays and inline tables that is read. */
export const MAX_DEPTH = 200;
