import { type Line, lineWidth, type Span, textOf } from '../cli/print/screen.ts';

/**
 * Breaks a line between words where it is longer than the width; the lines after the first are indented by `hang`.
 * Code stays whole, and a word keeps the comma behind it.
 */
export function wrapLine(line: Line, width: number | undefined, hang: number): readonly Line[] {
  if (width === undefined || lineWidth(line) <= width) return [line];
  const lines: Line[] = [];
  let current: Span[] = [];
  let used = 0;
  let blank = '';
  for (const word of wordsOf(line)) {
    if (isBlank(word)) {
      blank = word.map(textOf).join('');
      continue;
    }
    const needed = lineWidth(word);
    if (used > hang && used + blank.length + needed > width) {
      lines.push(current);
      current = [' '.repeat(hang), ...word];
      used = hang + needed;
    } else {
      current.push(blank, ...word);
      used += blank.length + needed;
    }
    blank = '';
  }
  return [...lines, current];
}

/** Words and blanks in turn; a word may have several styles. */
function wordsOf(line: Line): readonly Line[] {
  const words: Span[][] = [];
  for (const piece of line.flatMap(piecesOf)) {
    const last = words.at(-1);
    if (last !== undefined && isBlank(last) === isBlank([piece])) last.push(piece);
    else words.push([piece]);
  }
  return words;
}

function piecesOf(span: Span): readonly Span[] {
  if (typeof span !== 'string' && span.style === 'cyan') return [span];
  const pieces = textOf(span)
    .split(/( +)/)
    .filter((text) => text !== '');
  return typeof span === 'string' ? pieces : pieces.map((text) => ({ ...span, text }));
}

function isBlank(word: Line): boolean {
  return word.every((span) => textOf(span).trim() === '');
}
