import type { YamlNode } from './nodes.ts';

/** How a file is laid out, so that new lines look like its own. */
export interface Layout {
  readonly lineBreak: string;
  /** Columns by which a section's keys stand further in than its own. */
  readonly indent: number;
  /** Columns by which a list's dashes stand further in than its key. */
  readonly dashIndent: number;
}

const DEFAULT_INDENT = 2;
const MAX_INDENT = 8;

/** Taken from the first section and the first list; two columns where there is none. */
export function detectLayout(text: string, root: YamlNode | undefined): Layout {
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const found: { indent?: number; dashIndent?: number } = {};
  if (root !== undefined) look(root, found);
  const indent = found.indent ?? DEFAULT_INDENT;
  return { lineBreak, indent, dashIndent: found.dashIndent ?? indent };
}

function look(node: YamlNode, found: { indent?: number; dashIndent?: number }): void {
  if (node.kind !== 'mapping' || node.flow) return;
  for (const { key, value, alias } of node.pairs) {
    if (found.indent !== undefined && found.dashIndent !== undefined) return;
    if (value.kind === 'scalar' || value.flow || alias || value.line === key.line) continue;
    const further = value.column - key.column;
    if (value.kind === 'mapping' && further >= 1 && further <= MAX_INDENT) found.indent ??= further;
    if (value.kind === 'sequence' && further >= 0 && further <= MAX_INDENT) found.dashIndent ??= further;
    look(value, found);
  }
}
