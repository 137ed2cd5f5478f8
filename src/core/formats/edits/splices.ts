import { endOfLine, startOfLine } from './line-places.ts';

/** Replaces the characters from `start` up to `end` by `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies splices given in any order; those at one place keep their order. Undefined where two overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string | undefined {
  const sorted = [...splices].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let position = 0;
  for (const splice of sorted) {
    if (splice.start < position) return undefined;
    parts.push(text.slice(position, splice.start), splice.text);
    position = splice.end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}

/**
 * Takes out the whole lines from `start` to `end`, with their line break. The text's last line takes the break
 * before it instead, so that a missing final line break stays missing.
 */
export function removeLines(text: string, start: number, end: number): Splice {
  const from = startOfLine(text, start);
  const to = endOfLine(text, end);
  const last = text.charCodeAt(to - 1);
  if (to < text.length || last === 10 || last === 13 || from === 0) return { start: from, end: to, text: '' };
  const crlf = text.charCodeAt(from - 1) === 10 && text.charCodeAt(from - 2) === 13;
  return { start: from - (crlf ? 2 : 1), end: to, text: '' };
}

/** Joins neighbouring deletions that share a border or overlap, as two lines removed at a text's end do. */
export function mergeRemovals(splices: readonly Splice[]): readonly Splice[] {
  const sorted = [...splices].sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: Splice[] = [];
  for (const splice of sorted) {
    const previous = merged.at(-1);
    if (
      previous !== undefined &&
      splice.start <= previous.end &&
      splice.text === '' &&
      previous.text === ''
    ) {
      merged.pop();
      merged.push({ start: previous.start, end: Math.max(previous.end, splice.end), text: '' });
    } else {
      merged.push(splice);
    }
  }
  return merged;
}
