import { type Line, type Span, styled } from '../cli/print/screen.ts';
import { layoutTable } from '../cli/print/table.ts';
import { wrapLine } from './wrap-line.ts';

const MAX_LINES = 200;
const MAX_TEXT = 70_000;

/** What homeamp posts on GitHub as lines for a terminal of this width: nothing folded, marks left out, at most 200 lines. */
export function commentLines(markdown: string, width: number | undefined): readonly Line[] {
  const reader = new CommentReader(width);
  for (const line of markdown.slice(0, MAX_TEXT).split('\n')) reader.read(line);
  const lines = reader.end();
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), [`… and ${more} more lines`]] : lines;
}

class CommentReader {
  readonly #lines: Line[] = [];
  readonly #width: number | undefined;
  #table: string[] = [];
  /** The mark that ends the code block which is being read. */
  #fence: string | undefined;
  #depth = 0;

  constructor(width: number | undefined) {
    this.#width = width;
  }

  read(line: string): void {
    if (this.#fence !== undefined) {
      if (line === this.#fence) this.#fence = undefined;
      else this.#put([codeSpan(line)]);
      return;
    }
    if (line.startsWith('|')) {
      this.#table.push(line);
      return;
    }
    this.#endTable();
    this.#fence = /^`{3,}/.exec(line)?.[0];
    if (this.#fence === undefined) this.#readText(line);
  }

  end(): readonly Line[] {
    this.#endTable();
    while (this.#lines.at(-1)?.length === 0) this.#lines.pop();
    return this.#lines;
  }

  #readText(line: string): void {
    const summary = /^<details><summary>(.*)<\/summary>(.*)$/.exec(line);
    if (summary !== null) {
      this.#put(['▾ ', ...inline(summary[1] ?? '')]);
      this.#depth += 1;
    } else if (line === '</details>') {
      this.#depth = Math.max(0, this.#depth - 1);
      this.#gap();
    } else if (line === '') {
      if (this.#depth === 0) this.#gap();
    } else if (line !== '---' && !line.startsWith('<!--')) {
      this.#readSentence(line);
    }
  }

  #readSentence(line: string): void {
    const heading = /^#{1,6} (.*)$/.exec(line);
    const small = /^<sub>(.*)<\/sub>$/.exec(line);
    if (heading !== null) this.#put([styled('bold', unmarked(heading[1] ?? ''))]);
    else if (small !== null) this.#wrap([styled('dim', plainText(small[1] ?? ''))], 0);
    else this.#wrap(inline(line), line.startsWith('- ') ? 2 : 0);
  }

  #endTable(): void {
    if (this.#table.length === 0) return;
    const [head = [], , ...rows] = this.#table.map(cellsOf);
    const lines = layoutTable(
      head.map((cell) => cell.toUpperCase()),
      rows.map((row) => row.map(unmarked)),
      this.#width,
    );
    this.#lines.push(...lines);
    this.#table = [];
  }

  #put(line: Line): void {
    this.#lines.push(this.#depth === 0 ? line : ['  '.repeat(this.#depth), ...line]);
  }

  #gap(): void {
    if ((this.#lines.at(-1)?.length ?? 0) > 0) this.#lines.push([]);
  }

  #wrap(line: Line, hang: number): void {
    const room = this.#width === undefined ? undefined : this.#width - 2 * this.#depth;
    for (const part of wrapLine(line, room, hang)) this.#put(part);
  }
}

function codeSpan(line: string): Span {
  switch (line[0]) {
    case '+':
      return styled('green', line);
    case '-':
      return styled('red', line);
    case '!':
      return styled('yellow', line);
    default:
      return styled('dim', line);
  }
}

function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\| ?| ?\|$/g, '')
    .split(/ ?(?<!\\)\| ?/)
    .map((cell) => cell.replaceAll('\\|', '|'));
}

const MARKED = /(`[^`]+`|\*\*[^*]+\*\*|<code>[^<]*<\/code>)/;

function inline(text: string): Line {
  return text.split(MARKED).map((part, index) => (index % 2 === 0 ? plainText(part) : markedSpan(part)));
}

function markedSpan(part: string): Span {
  if (part.startsWith('**')) return styled('bold', plainText(part.slice(2, -2)));
  return styled('cyan', part.startsWith('`') ? part : plainText(part));
}

/** Where a style would only disturb: in headings and tables. */
function unmarked(text: string): string {
  return plainText(text).replace(/`|\*\*/g, '');
}

const ENTITIES = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&amp;', '&'],
]);

/** Without tags and with entities spelled out. */
function plainText(text: string): string {
  return text
    .replace(/<\/?[a-z]{1,10}>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES.get(entity) ?? entity);
}
