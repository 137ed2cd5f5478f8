import type { Code } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';

/** The parts of a baseline that are more than prose. */
export interface MarkdownParts {
  /** Its text begins on line 2. */
  readonly frontMatter: string | undefined;
  readonly fences: readonly MarkdownFence[];
}

export interface MarkdownFence {
  /** First word of the info string; empty when there is none. */
  readonly language: string;
  /** The rest of the info string. */
  readonly path: string;
  readonly text: string;
  /** Line of the opening fence; the text begins on the next. */
  readonly line: number;
  /** Columns that the text is indented by. */
  readonly indent: number;
  readonly closed: boolean;
}

// Prose is left unread, since hostile lists, quotes and inline markup could make it slow for minutes. Without lists,
// a block that stands inside one is found by its fence alone.
const FENCES_ONLY = {
  disable: {
    null: [
      'attention',
      'autolink',
      'blockQuote',
      'characterEscape',
      'characterReference',
      'codeIndented',
      'codeText',
      'definition',
      'hardBreakEscape',
      'headingAtx',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
      'list',
      'setextUnderline',
      'thematicBreak',
    ],
  },
};

/** Finds the front matter and the fenced blocks of a Markdown text. */
export function splitMarkdown(text: string): MarkdownParts {
  const root = fromMarkdown(text, {
    extensions: [FENCES_ONLY, frontmatter('yaml')],
    mdastExtensions: [frontmatterFromMarkdown('yaml')],
  });
  const [first] = root.children;
  const lines = text.split('\n');
  return {
    frontMatter: first?.type === 'yaml' ? first.value : undefined,
    fences: root.children.flatMap((node) => (node.type === 'code' ? [toFence(node, lines)] : [])),
  };
}

function toFence(node: Code, lines: readonly string[]): MarkdownFence {
  const start = node.position?.start ?? { line: 1, column: 1 };
  return {
    language: node.lang?.toLowerCase() ?? '',
    path: node.meta?.trim() ?? '',
    text: node.value,
    line: start.line,
    indent: start.column - 1,
    closed: isClosed(node, lines),
  };
}

/** A block that the end of the file ends has no closing marks on its last line. */
function isClosed({ position }: Code, lines: readonly string[]): boolean {
  if (position === undefined || position.end.line === position.start.line) return false;
  const opening = /^\s*(`+|~+)/.exec(lines[position.start.line - 1] ?? '')?.[1] ?? '```';
  return (lines[position.end.line - 1] ?? '').trim().startsWith(opening);
}
