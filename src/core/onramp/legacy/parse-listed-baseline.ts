import { flattenKeys } from './flatten-keys.ts';
import type { LegacyKey, UnreadText } from './legacy-baseline.ts';
import { parseListedValue } from './parse-listed-value.ts';

const KEY_LINE = /^`([^`]+)` = (.*)$/;
const MOST_LINES = 100;
const PROSE = [/^#{1,6}\s/, /^These settings are \*\*identical\b.*$/];

interface Found {
  readonly keys: readonly LegacyKey[];
  readonly unread: readonly UnreadText[];
}

/** True for a line of the dialect that writes one key a line. */
export function isListedKey(line: string): boolean {
  return KEY_LINE.test(line);
}

/** Reads lines of `` `dotted.key` = value ``. Headings are for people and never a part of a key. */
export function parseListedBaseline(file: string, lines: readonly string[]): Found {
  const keys: LegacyKey[] = [];
  const unread: UnreadText[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    const [, key = '', written = ''] = KEY_LINE.exec(line) ?? [];
    const place = { file, line: index + 1, column: 1 };
    if (key === '') {
      if (line.trim() !== '' && !PROSE.some((pattern) => pattern.test(line))) {
        unread.push({ place, reason: 'the line is neither a key nor a heading', holdsKey: false });
      }
      continue;
    }
    const whole = wholeText(lines, index, written);
    const value = parseListedValue(whole.written);
    if (value === undefined) {
      unread.push({ place, reason: unreadReason(written), holdsKey: true });
      continue;
    }
    index += whole.more;
    const oddity = whole.more > 0 ? { oddity: 'many-lines' as const } : {};
    for (const leaf of flattenKeys(key, value)) keys.push({ ...leaf, file: undefined, place, ...oddity });
  }
  return { keys, unread };
}

/** A text whose quotes are not closed goes on, unless a key comes before they are. */
function wholeText(
  lines: readonly string[],
  index: number,
  written: string,
): { readonly written: string; readonly more: number } {
  if (!written.startsWith('"') || (written.length > 1 && written.endsWith('"'))) return { written, more: 0 };
  for (let more = 1; more <= MOST_LINES; more += 1) {
    const next = lines[index + more];
    if (next === undefined || isListedKey(next)) break;
    if (next.endsWith('"')) {
      return { written: [written, ...lines.slice(index + 1, index + 1 + more)].join('\n'), more };
    }
  }
  return { written, more: 0 };
}

function unreadReason(written: string): string {
  if (written.startsWith('"')) return 'the quotes of the text are not closed';
  if (/^[[{]/.test(written)) return 'the list or map can’t be read';
  return 'the value is no text, number, word, list or map of this dialect';
}
