import { escapeOutsideCode } from './escape-outside-code.ts';
import { tableCell } from './markdown-text.ts';
import { isOwnLine } from './own-lines.ts';

const BODY_MAX = 30_000;
// More than this can't be shown, so it is not looked at.
const LOOKED_AT_MAX = 200_000;
const NOTICE_MAX = 80;
const CELL_MAX = 300;
const DETAILS_DEPTH = 8;

const FENCE_OPENS = /^(`{3,300})[A-Za-z0-9-]{0,20}$/;
const FENCE_CLOSES = /^ {0,3}(`{3,})[ \t]*$/;
const DETAILS_OPEN = /^<details><summary>(?:[^<>`]|<code>[^<>`]*<\/code>)*<\/summary>$/;
const DETAILS_CLOSE = '</details>';

interface GuardedLine {
  readonly text: string;
  /** What is open after it: the fence that opened a code block or an empty text, and how many `<details>`. */
  readonly fence: string;
  readonly details: number;
}

/**
 * Markdown that can't reach beyond itself, whatever it holds: fences and `<details>` are closed, other HTML and comments
 * are shown as text but for our own lines, and what is longer than 30,000 characters is cut at a line, which it says. Guarding twice changes
 * nothing.
 */
export function guardBody(markdown: string): string {
  const lines = guardLines(withoutControls(markdown.slice(0, LOOKED_AT_MAX)).trim());
  const whole = joinLines(lines);
  return whole.length <= BODY_MAX ? whole : cutLines(lines);
}

/** One line for a table, on which nothing but code spans is more than text. */
export function guardCell(markdown: string): string {
  const text = withoutControls(markdown.slice(0, LOOKED_AT_MAX)).replace(/\s+/g, ' ').trim();
  const cell = withSafePipes(escapeOutsideCode(text));
  return cell.length <= CELL_MAX ? cell : '(too long to be shown here)';
}

/** A `|` that is escaped already stays so. */
function withSafePipes(text: string): string {
  return text
    .split('\\|')
    .map((part) => tableCell(part))
    .join('\\|');
}

function withoutControls(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function guardLines(markdown: string): readonly GuardedLine[] {
  const guarded: GuardedLine[] = [];
  let open: GuardedLine = { text: '', fence: '', details: 0 };
  let needsBlank = false;
  for (const line of markdown.split('\n')) {
    // GitHub reads Markdown beside a details tag only after an empty line.
    if (needsBlank && line.trim() !== '') guarded.push({ ...open, text: '' });
    const before = open;
    open = guardLine(line, before);
    needsBlank = open.details !== before.details;
    guarded.push(open);
  }
  return guarded;
}

function guardLine(line: string, open: GuardedLine): GuardedLine {
  if (open.fence !== '') {
    const closes = (FENCE_CLOSES.exec(line)?.[1] ?? '').length >= open.fence.length;
    const text = line.trimStart().startsWith('<!--') ? line.replace('<!--', '&lt;!--') : line;
    return { text, fence: closes ? '' : open.fence, details: open.details };
  }
  const fence = FENCE_OPENS.exec(line)?.[1];
  if (fence !== undefined) return { text: line, fence, details: open.details };
  if (DETAILS_OPEN.test(line) && open.details < DETAILS_DEPTH) {
    return { text: line, fence: '', details: open.details + 1 };
  }
  if (line === DETAILS_CLOSE && open.details > 0) return { ...open, text: line, details: open.details - 1 };
  return { ...open, text: isOwnLine(line) ? line : escapeOutsideCode(line) };
}

function joinLines(lines: readonly GuardedLine[]): string {
  const last = lines.at(-1);
  return (lines.map((line) => line.text).join('\n') + (last === undefined ? '' : closers(last))).trimEnd();
}

function closers({ fence, details }: GuardedLine): string {
  return (fence === '' ? '' : `\n${fence}`) + `\n\n${DETAILS_CLOSE}`.repeat(details);
}

function cutLines(lines: readonly GuardedLine[]): string {
  let length = 0;
  let count = 0;
  for (const [index, line] of lines.entries()) {
    length += line.text.length + 1;
    if (length > BODY_MAX) break;
    if (length + closers(line).length + NOTICE_MAX <= BODY_MAX) count = index + 1;
  }
  const left = lines.length - count;
  return `${joinLines(lines.slice(0, count))}\n\n… ${left} more ${left === 1 ? 'line' : 'lines'} left out here.`.trimStart();
}
