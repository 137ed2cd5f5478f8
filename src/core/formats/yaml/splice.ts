import { CR, isBreakOrEnd, LF } from './characters.ts';

/** A piece of text to put in the place of another; offsets are those of the text before any splice. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with all splices made. They must not overlap. Lines that are added at one place end several nested sections
 * there, so the deeper ones come first; otherwise they keep their order.
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let position = 0;
  for (const splice of splices.toSorted(
    (a, b) => a.start - b.start || a.end - b.end || depthOf(b) - depthOf(a),
  )) {
    result += text.slice(position, splice.start) + splice.text;
    position = splice.end;
  }
  return result + text.slice(position);
}

function depthOf(splice: Splice): number {
  return splice.text.replace(/^[\r\n]+/, '').search(/[^ ]|$/);
}

/** True where two splices would change the same characters, or one would write inside the other. */
export function overlaps(a: Splice, b: Splice): boolean {
  if (a.start === a.end) return b.start < a.start && a.start < b.end;
  if (b.start === b.end) return a.start < b.start && b.start < a.end;
  return a.start < b.end && b.start < a.end;
}

/** Offset of the first character of the line. */
export function lineStartOf(text: string, offset: number): number {
  let index = offset;
  while (index > 0 && !isLineBreak(text.charCodeAt(index - 1))) index--;
  return index;
}

/** Offset of the line's break, or the text's end. */
export function lineEndOf(text: string, offset: number): number {
  let index = offset;
  while (index < text.length && !isLineBreak(text.charCodeAt(index))) index++;
  return index;
}

/** Offset behind the line's break. */
export function nextLineOf(text: string, offset: number): number {
  const end = lineEndOf(text, offset);
  if (end >= text.length) return end;
  return text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
}

/** The last offset of a value: the one before the line break that a block text ends with, else its end. */
export function contentEnd(text: string, start: number, end: number): number {
  let index = Math.min(end, text.length);
  while (index > start && isBreakOrEnd(text.charCodeAt(index - 1))) index--;
  return index;
}

function isLineBreak(code: number): boolean {
  return code === LF || code === CR;
}
