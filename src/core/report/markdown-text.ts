// Controls, format characters such as direction marks, private use, lone surrogates, unassigned ones, separators of
// lines and paragraphs, and what a screen shows as nothing.
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const CODE_MAX = 200;
const SENTENCE_MAX = 1000;

/** One line that shows what the text holds: new lines as ⏎, invisible characters spelled out, `…` in the middle when longer than `max`. */
export function safeLine(text: string, max: number): string {
  const isLong = text.length > 4 * max;
  const kept = isLong ? text.slice(0, 2 * max) + text.slice(-2 * max) : text;
  const shown = [...kept.replaceAll('\r\n', '\n')].map(showCharacter);
  const length = shown.reduce((sum, token) => sum + token.length, 0);
  if (length <= max) return shown.join('');
  const start = takeUpTo(shown, Math.ceil(((max - 1) * 2) / 3));
  const end = takeUpTo(shown.toReversed(), max - 1 - start.join('').length);
  return `${start.join('')}…${end.toReversed().join('')}`;
}

function showCharacter(character: string): string {
  if (character === '\n') return '⏎';
  if (!UNSAFE.test(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function takeUpTo(tokens: readonly string[], room: number): readonly string[] {
  const taken: string[] = [];
  let left = room;
  for (const token of tokens) {
    left -= token.length;
    if (left < 0) break;
    taken.push(token);
  }
  return taken;
}

/** Foreign text as a code span, in which GitHub links nobody and runs no HTML. For a table cell it still needs `tableCell`. */
export function inlineCode(text: string, max: number = CODE_MAX): string {
  const line = safeLine(text, max);
  if (line === '') return '(empty)';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines as a code block that nothing in them can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A finished piece of Markdown as the cell of a table: on one line, and no `|` in it parts cells. */
export function tableCell(markdown: string): string {
  return markdown
    .replace(/[\r\n]+/g, ' ')
    .replace(/(\\?)\|/g, (_, backslash: string) => (backslash === '' ? '\\|' : '\\\\u{7c}'));
}

// A piece in backticks with what follows it, or a word.
const PIECES = /`[^`\n]*`[.,;:)!?]*|\S+/g;
const PLAIN_WORD = /^[("']?(?:[A-Za-z'’]+(?:-[A-Za-z'’]+)*|\d{1,6})[)"'.,;:!?]*$/;
const QUOTED = /^`([^`]*)`([.,;:)!?]*)$/;
const PLAIN_WORD_MAX = 40;

/** A sentence of ours that names foreign things: plain words stay words, all else goes into code spans. */
export function sentence(text: string): string {
  const short = text.length > SENTENCE_MAX ? `${text.slice(0, SENTENCE_MAX)} …` : text;
  const parts: string[] = [];
  let odd: string[] = [];
  const endOdd = () => {
    if (odd.length > 0) parts.push(oddWords(odd.join(' ')));
    odd = [];
  };
  for (const [piece] of short.matchAll(PIECES)) {
    const quoted = QUOTED.exec(piece);
    if (quoted === null && !isPlain(piece)) {
      odd.push(piece);
      continue;
    }
    endOdd();
    parts.push(quoted === null ? piece : `${inlineCode(quoted[1] ?? '')}${quoted[2] ?? ''}`);
  }
  endOdd();
  return parts.join(' ');
}

function isPlain(word: string): boolean {
  return word === '…' || (word.length <= PLAIN_WORD_MAX && PLAIN_WORD.test(word));
}

/** Punctuation that ends the words reads better outside. */
function oddWords(text: string): string {
  const [, body = text, end = ''] = /^(.*[^.,;:])([.,;:]{0,3})$/su.exec(text) ?? [];
  return `${inlineCode(body)}${end}`;
}

/** Text between HTML tags. */
export function htmlText(text: string, max: number): string {
  return safeLine(text, max)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', '&#96;');
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}
