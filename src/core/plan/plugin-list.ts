import { messageOf } from './console-line.ts';

// From the beginning of a line, where no chat can stand.
const HEADING =
  /^[^\p{L}\p{N}<*]{0,8}(?:(?:server|bukkit|paper|velocity) )?plugins(?: ?\((\d{1,4})\))?:(.*)$/iu;
const NAME = /^[A-Za-z0-9_.+ -]{1,64}$/;
const MAX_LENGTH = 4000;
const MAX_NAMES = 1000;

/**
 * Names in the console's answer to `plugins` or `velocity plugins`, sorted; undefined when no such answer is among the
 * lines, or not all of it. Names stand behind the heading or in lines that begin with a dash.
 */
export function parsePluginList(lines: readonly string[]): readonly string[] | undefined {
  const entries: string[] = [];
  let hasHeading = false;
  let announced: number | undefined;
  for (const line of lines) {
    const text = messageOf(line.slice(0, MAX_LENGTH));
    const heading = HEADING.exec(text);
    hasHeading ||= heading !== null;
    if (heading?.[1] !== undefined) announced = Math.max(announced ?? 0, Number(heading[1]));
    entries.push(...entriesIn(heading?.[2] ?? (hasHeading && text.startsWith('-') ? text.slice(1) : '')));
    if (entries.length > MAX_NAMES) return undefined;
  }
  const names = new Set(entries.filter((name) => NAME.test(name)));
  // A part of the list would make the others look as if they were missing.
  const isWhole = announced === 0 || (names.size > 0 && entries.length >= (announced ?? 0));
  return isWhole ? [...names].sort() : undefined;
}

function entriesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim().replace(/^\*/, ''))
    .filter((name) => name !== '');
}
