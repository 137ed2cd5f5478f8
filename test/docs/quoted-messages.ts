import type { Document } from './read-document.ts';

/** A message as a document quotes it, `…` standing for what differs. */
export interface Quote {
  readonly text: string;
  /** What it means and what to do. */
  readonly advice: string;
}

const HEADER = '| it says |';
const ROW = /^\| (.+?) \| (.+) \|$/;

/** The messages in the first column of tables that begin with `it says`; several in a cell are parted by `;`. */
export function quotesOf({ prose }: Document): readonly Quote[] {
  const quotes: Quote[] = [];
  let isQuoting = false;
  for (const line of prose.split('\n')) {
    if (/^\|[-|]+\|$/.test(line)) continue;
    const [, cell, advice] = ROW.exec(line) ?? [];
    if (cell === undefined || advice === undefined) isQuoting = false;
    else if (line.startsWith(HEADER)) isQuoting = true;
    else if (isQuoting) quotes.push(...cell.split(/;\s/).map((text) => ({ text: text.trim(), advice })));
  }
  return quotes;
}

/** True when every piece of the one, between its `…`, stands in the other, in this order. */
export function isPartOf(part: string, whole: string): boolean {
  const text = plain(whole);
  let at = 0;
  return piecesOf(part).every((piece) => {
    const found = text.indexOf(piece, at);
    at = found + piece.length;
    return found >= 0;
  });
}

/** How much of a text is its own words. */
export function weightOf(text: string): number {
  return plain(text).replaceAll('…', '').trim().length;
}

const piecesOf = remember((text: string): readonly string[] =>
  plain(text)
    .split('…')
    .map((piece) => piece.trim().replace(/[.:]$/, '')),
);

/** Marks of code and the shape of an apostrophe differ between a message and a page. */
const plain = remember((text: string) => text.replaceAll('`', '').replaceAll('’', "'"));

function remember<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const result = known.get(text) ?? work(text);
    known.set(text, result);
    return result;
  };
}
