import { countItems, groupRows, type KeyRows, keyName, serversOf } from './group-rows.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { ValueRow } from './legacy-tables.ts';
import { findOwnNames, isNameAlone } from './own-names.ts';

const FEWEST_OWN = 3;
const OWN_SHARE = 0.25;
const SHORTEST_WORD = 8;
const OFTEN = 5;
/** What is written by hand has fewer; more would take long. */
const MOST_WORDS = 5_000;

/** Texts that servers are told apart by, and words in them that look wrong. */
export function judgeNames(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  const groups = groupRows(rows);
  const own = findOwnNames(rows);
  return [
    ...groups.flatMap((group) => judgeOwnName(group, own)),
    ...groups.flatMap(judgePrefix),
    ...judgeSpelling(rows),
  ];
}

function judgeOwnName(
  group: KeyRows,
  own: ReadonlyMap<string, ReadonlySet<string>>,
): readonly LegacyFinding[] {
  const named = group.rows.filter(({ value }) => isNameAlone(value));
  const wrong = named.filter(({ server, shown }) => own.get(server)?.has(shown) !== true);
  const right = named.length - wrong.length;
  if (right < FEWEST_OWN || right < group.rows.length * OWN_SHARE) return [];
  return wrong.map((row) => ({
    kind: 'wrong-own-name',
    subject: keyName(group),
    text: `${row.server} calls itself \`${row.shown}\`.`,
    advice: 'Correct it, best with `{{INSTANCE_NAME}}` in the baseline.',
    places: [row.place],
    count: 1,
  }));
}

function judgePrefix(group: KeyRows): readonly LegacyFinding[] {
  if (!/prefix$/i.test(group.key)) return [];
  const texts = group.rows.filter(({ value }) => typeof value === 'string' && value !== '');
  const open = texts.filter(({ shown }) => !shown.endsWith('_'));
  if (open.length === 0 || open.length * 2 > texts.length) return [];
  return [
    {
      kind: 'unfinished-prefix',
      subject: keyName(group),
      text: `It does not end in \`_\` on ${serversOf(open)}.`,
      advice: 'Changing it makes the plugin look at other tables: rename those first.',
      places: open.map(({ place }) => place),
      count: open.length,
    },
  ];
}

function judgeSpelling(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  const words = rows.flatMap((row) => wordsOf(row).map((word) => ({ word, row })));
  const places = new Map(words.map(({ word, row }) => [word, row]));
  const counts = countItems(words.map(({ word }) => word));
  const often = counts.filter(([, count]) => count >= OFTEN).map(([word]) => word);
  return counts.slice(0, MOST_WORDS).flatMap(([word, count]) => {
    const meant = count === 1 ? often.find((other) => isOneLetterOff(word, other)) : undefined;
    const row = places.get(word);
    if (meant === undefined || row === undefined) return [];
    return [
      {
        kind: 'looks-misspelt' as const,
        subject: keyName(row),
        text: `${row.server} has \`${word}\`, and \`${meant}\` is meant, it seems.`,
        advice: 'Correct it where it is a slip.',
        places: [row.place],
        count: 1,
      },
    ];
  });
}

function wordsOf({ value, shown }: ValueRow): readonly string[] {
  if (typeof value !== 'string') return [];
  return shown.split(/[^\p{L}]+/u).filter((word) => word.length >= SHORTEST_WORD);
}

/** One letter more, less or other. */
function isOneLetterOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  const room = Math.min(a.length, b.length) - start;
  while (end < room && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return Math.max(a.length, b.length) - start - end === 1;
}
