import { parseLiteral } from '../../formats/parse-literal.ts';
import { type ConfigValue, isConfigMap, typeOf } from '../../model/config-value.ts';
import type { SourcePlace } from '../../model/issue.ts';
import { flattenKeys } from './flatten-keys.ts';
import type { LegacyKey, UnreadText } from './legacy-baseline.ts';
import { parseBareValue } from './parse-bare-value.ts';

const PROSE = [/^#{1,6}\s/, /^Generated from \S+$/];

interface Found {
  readonly keys: readonly LegacyKey[];
  readonly unread: readonly UnreadText[];
}

interface FencedLine {
  readonly name: string;
  readonly written: string;
  readonly place: SourcePlace;
  readonly lines: number;
}

/** Index of the line that opens the block, or -1. */
export function findFence(lines: readonly string[]): number {
  return lines.findIndex((line) => /^```ya?ml\s*$/.test(line));
}

/**
 * Reads the block of `file: {'dotted.key': value}` or `file.dotted.key: value` lines. It is called YAML and is none:
 * what is in it is what Python prints.
 */
export function parseFencedBaseline(file: string, lines: readonly string[]): Found {
  const start = findFence(lines);
  const end = lines.findIndex((line, index) => index > start && /^```\s*$/.test(line));
  const last = end === -1 ? lines.length : end;
  const unread: UnreadText[] = [];
  lines.forEach((line, index) => {
    const isInside = index >= start && index <= last;
    if (isInside || line.trim() === '' || PROSE.some((pattern) => pattern.test(line))) return;
    const place = { file, line: index + 1, column: 1 };
    unread.push({ place, reason: 'the line is outside of the block', holdsKey: false });
  });
  const written = joinLines(file, { lines: lines.slice(start + 1, last), firstLine: start + 2 }, unread);
  const keys = written.flatMap((line) => keysOf(line, unread));
  return { keys, unread };
}

function joinLines(
  file: string,
  block: { readonly lines: readonly string[]; readonly firstLine: number },
  unread: UnreadText[],
): readonly FencedLine[] {
  const joined: FencedLine[] = [];
  block.lines.forEach((line, index) => {
    const place = { file, line: block.firstLine + index, column: 1 };
    const [, name, written = ''] = /^([^\s:](?:[^:]|:(?! |$))*):(?: (.*))?$/.exec(line) ?? [];
    const before = joined.at(-1);
    if (name !== undefined) joined.push({ name, written, place, lines: 1 });
    else if (before !== undefined) {
      joined[joined.length - 1] = {
        ...before,
        written: `${before.written}\n${line}`,
        lines: before.lines + 1,
      };
    } else if (line.trim() !== '') {
      unread.push({ place, reason: 'the line has no name before a colon', holdsKey: true });
    }
  });
  return joined.map((line) => ({ ...line, written: line.written.replace(/\n+$/, '') }));
}

function keysOf({ name, written, place, lines }: FencedLine, unread: UnreadText[]): readonly LegacyKey[] {
  const manyLines = lines > 1 && written.includes('\n');
  const map = /^\{.*\}$/s.test(written) ? parseLiteral(written) : undefined;
  if (!name.includes('.')) {
    if (map !== undefined && isConfigMap(map) && map.size > 0) {
      return flattenKeys('', map).map((leaf) => ({ ...leaf, file: name, place }));
    }
    const reason = written.startsWith('{')
      ? 'the map of the file’s keys can’t be read'
      : 'a file is named and no key';
    unread.push({ place, reason, holdsKey: true });
    return [];
  }
  const dot = name.indexOf('.');
  const value = parseBareValue(written);
  const oddity = manyLines ? 'many-lines' : couldBeText(value) ? 'bare' : undefined;
  return flattenKeys(name.slice(dot + 1), value).map((leaf) => ({
    ...leaf,
    file: name.slice(0, dot),
    place,
    ...(oddity === undefined ? {} : { oddity }),
  }));
}

/** Without quotes the number 1 and the text 1 look alike, as do the word true and the text true. */
function couldBeText(value: ConfigValue): boolean {
  if (typeof value === 'string') return /^(?:true|false|null)$/.test(value);
  const type = typeOf(value);
  return type === 'int' || type === 'float' || type === 'boolean' || type === 'null';
}
