import type { ConfigValue } from '../model/config-value.ts';
import type { FormatName } from '../model/format-name.ts';
import type { KeyPath } from '../model/key-path.ts';

/**
 * One way of writing configuration. Text has neither byte order mark nor encoding: `text-encoding.ts` takes
 * both off and puts them back. Line ends are left in, and kept by edits.
 */
export interface ConfigFormat {
  readonly name: FormatName;
  /** Reads as the game server does: what it refuses is an error with its place, what it accepts is read. */
  read(text: string): ReadResult;
  /**
   * Changes the lines of the edited keys and no other byte. Edits are applied together, on the text as given;
   * `read` of the result gives exactly the edited values. No edit returns the same string.
   */
  edit(text: string, edits: readonly KeyEdit[]): EditResult;
}

export type ReadResult =
  | { readonly kind: 'read'; readonly document: ConfigDocument }
  | { readonly kind: 'unreadable'; readonly error: FormatError };

/** Lines and columns count from 1. The message never quotes a value from the file. */
export interface FormatError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The keys of a file by id (`keyId`): scalars, lists, empty maps, and maps that the server holds as one object.
 * A map with keys of its own is not an entry; its keys are.
 */
export interface ConfigDocument {
  get(id: string): ConfigEntry | undefined;
  /** In the order of the file. */
  entries(): Iterable<ConfigEntry>;
  /** True where keys lie below this id, so that it is a section. */
  hasSection(id: string): boolean;
}

export interface ConfigEntry {
  readonly id: string;
  readonly path: KeyPath;
  readonly value: ConfigValue;
  /** Of the key, from 1. */
  readonly line: number;
  readonly column: number;
  /** Offsets of the value's own text where it stands on one line and may be replaced there; else undefined. */
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

export type KeyEdit =
  | { readonly kind: 'set'; readonly path: KeyPath; readonly value: ConfigValue }
  | { readonly kind: 'remove'; readonly path: KeyPath };

export type EditResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusals: readonly EditRefusal[] };

/**
 * `shape`: a parent is no section, or the key is a section where a value is wanted.
 * `unsupported`: the format can't hold the value, or the place can't be edited safely (an alias, an include).
 * `unreadable`: the text can't be read at all. `read-only`: the format is only read.
 */
export interface EditRefusal {
  readonly code: 'shape' | 'unsupported' | 'unreadable' | 'read-only';
  readonly path: KeyPath;
  readonly message: string;
  readonly line: number;
}
