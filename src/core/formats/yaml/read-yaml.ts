import type { FormatError } from '../config-format.ts';
import { buildDocument, type YamlDocument } from './document.ts';
import type { YamlNode } from './nodes.ts';
import { readTree } from './read-tree.ts';
import { YamlError } from './yaml-error.ts';

export type YamlReadResult =
  | { readonly kind: 'read'; readonly document: YamlDocument; readonly root: YamlNode | undefined }
  | { readonly kind: 'unreadable'; readonly error: FormatError };

/** Reads a text as Bukkit and SnakeYAML do; `root` is undefined for a text without a value. */
export function readYaml(text: string): YamlReadResult {
  try {
    const root = readTree(text);
    return { kind: 'read', document: buildDocument(root), root };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { kind: 'unreadable', error: { message: error.message, line: error.line, column: error.column } };
  }
}
