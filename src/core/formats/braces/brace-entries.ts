import type { ConfigEntry } from '../config-format.ts';
import type { BraceNode } from './brace-syntax.ts';

/** The span of a value that stands on one line and may be replaced there. */
export function spanOf(text: string, node: BraceNode): ConfigEntry['span'] {
  if (!node.literal || /[\r\n]/.test(text.slice(node.start, node.end))) return undefined;
  return { start: node.start, end: node.end };
}
