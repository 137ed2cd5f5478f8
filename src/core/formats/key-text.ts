import type { KeyPath } from '../model/key-path.ts';

const PLAIN_SEGMENT = /^[^\s."\p{Cc}\p{Cs}](?:[^.\p{Cc}\p{Cs}]*[^\s.\p{Cc}\p{Cs}])?$/u;
const SEGMENTS = /(?:^|\.)(?:("(?:[^"\\]|\\.)*")(?=\.|$)|([^.]*))/g;

/** A path as one line of text: `web.port`, or `worlds."my.world".size` where a segment could be taken for something else. */
export function writeKeyText(path: KeyPath): string {
  return path.map((segment) => (isPlain(segment) ? segment : quoted(segment))).join('.');
}

function isPlain(segment: string): boolean {
  return PLAIN_SEGMENT.test(segment) && !/_x[0-9A-Fa-f]{4}_/.test(segment);
}

function quoted(segment: string): string {
  return JSON.stringify(segment)
    .replace(
      /[\u007f-\u009f\ufffe\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '\\u005f');
}

/** The path that `writeKeyText` wrote; a piece in quotes that can't be read stands for itself. */
export function parseKeyText(text: string): KeyPath {
  return [...text.matchAll(SEGMENTS)].map(([, inQuotes, plain = '']) =>
    inQuotes === undefined ? plain : unquoted(inQuotes),
  );
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
