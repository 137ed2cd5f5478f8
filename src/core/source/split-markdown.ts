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
  /** Line of the closing fence, or the one behind the last. */
  readonly endLine: number;
  /** Columns that the text is indented by. */
  readonly indent: number;
  readonly closed: boolean;
}

// Only front matter and fences are looked for, by CommonMark's rules for them, line by line: prose never counts, and a
// whole Markdown parser takes half of the time that loading a fleet takes (docs/decisions/0004-speed-of-a-pass.md).

const OPENING = /^( *)(`{3,}|~{3,})(.*)$/;

/** Finds the front matter and the fenced blocks of a Markdown text; what stands in an HTML comment is no block. */
export function splitMarkdown(text: string): MarkdownParts {
  const lines = text.split(/\r\n|\n|\r/);
  const end = frontMatterEnd(lines);
  const fences: MarkdownFence[] = [];
  for (let index = end === undefined ? 0 : end + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.trimStart().startsWith('<!--')) index = commentEnd(lines, index);
    const fence = readFence(lines, index);
    if (fence === undefined) continue;
    fences.push(fence.found);
    index = fence.end;
  }
  return { frontMatter: end === undefined ? undefined : lines.slice(1, end).join('\n'), fences };
}

/** Index of the line that closes the front matter; undefined when there is none. */
function frontMatterEnd(lines: readonly string[]): number | undefined {
  if (lines[0]?.trimEnd() !== '---') return undefined;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  return end < 0 ? undefined : end;
}

/** Index of the line that ends the comment which begins on the given one; the last line when nothing does. */
function commentEnd(lines: readonly string[], start: number): number {
  const end = lines.findIndex((line, index) => index >= start && line.includes('-->'));
  return end < 0 ? lines.length - 1 : end;
}

function readFence(
  lines: readonly string[],
  start: number,
): { readonly found: MarkdownFence; readonly end: number } | undefined {
  const [, blanks = '', marks = '', info = ''] = OPENING.exec(lines[start] ?? '') ?? [];
  if (marks === '' || (marks.startsWith('`') && info.includes('`'))) return undefined;
  const indent = blanks.length;
  const closing = lines.findIndex((line, index) => index > start && isClosing(line, marks));
  const end = closing < 0 ? lines.length : closing;
  const body = lines.slice(start + 1, end).map((line) => line.slice(Math.min(indent, line.search(/[^ ]|$/))));
  const [language = '', ...path] = info.trim().split(/\s+/);
  const found = {
    language: language.toLowerCase(),
    path: path.join(' '),
    text: body.join('\n'),
    line: start + 1,
    endLine: end + 1,
    indent,
    closed: closing >= 0,
  };
  return { found, end };
}

/** True for a line that ends a fence which these marks opened. */
export function isClosing(line: string, marks: string): boolean {
  const text = line.trim();
  return (
    text.length >= marks.length && text.startsWith(marks) && [...text].every((mark) => mark === marks[0])
  );
}
