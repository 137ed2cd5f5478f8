import type { LegacyBaseline } from './legacy-baseline.ts';
import { findFence, parseFencedBaseline } from './parse-fenced-baseline.ts';
import { isListedKey, parseListedBaseline } from './parse-listed-baseline.ts';

const TITLE = /^# (.+?)(?: -)? Universal Configuration\s*$/;

/** Reads a Markdown file of the earlier manager, told by its title; undefined for any other. */
export function parseLegacyBaseline(file: string, text: string): LegacyBaseline | undefined {
  const lines = text.split(/\r\n|\n|\r/);
  const titleAt = lines.findIndex((line) => line.trim() !== '');
  const plugin = TITLE.exec(lines[titleAt] ?? '')?.[1];
  if (plugin === undefined) return undefined;
  const isFenced = findFence(lines) !== -1 && !lines.some(isListedKey);
  const found = isFenced ? parseFencedBaseline(file, lines) : parseListedBaseline(file, lines);
  const place = { file, line: titleAt + 1, column: 1 };
  return { plugin, place, dialect: isFenced ? 'fenced' : 'listed', ...found };
}
