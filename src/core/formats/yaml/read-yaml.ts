import type { FormatError } from '../config-format.ts';
import { buildDocument, type YamlDocument } from './document.ts';
import { readTree } from './read-tree.ts';
import { YamlError } from './yaml-error.ts';

export type YamlReadResult =
  | { readonly kind: 'read'; readonly document: YamlDocument }
  | { readonly kind: 'unreadable'; readonly error: FormatError };

/** Reads a text as Bukkit and SnakeYAML do. */
export function readYaml(text: string): YamlReadResult {
  try {
    return { kind: 'read', document: buildDocument(readTree(text)) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { kind: 'unreadable', error: { message: error.message, line: error.line, column: error.column } };
  }
}
