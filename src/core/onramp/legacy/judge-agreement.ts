import { canonicalText, isConfigList, typeOf } from '../../model/config-value.ts';
import { groupBy } from '../describe/group-by.ts';
import { countItems, groupRows, type KeyRows, keyName, serversOf } from './group-rows.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { ValueRow } from './legacy-tables.ts';

const MOST = 0.75;
const VARIED = 0.5;
const FEWEST = 4;
/** Keys of a plugin that are compared with each other. */
const MOST_PAIRED = 200;

/** Servers that differ where the others agree: in a value, its type, its order, or between two keys. */
export function judgeAgreement(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  const groups = groupRows(rows);
  return [
    ...groups.flatMap(judgeTypes),
    ...groups.flatMap(judgeOddOne),
    ...groups.flatMap(judgeOrder),
    ...judgePairs(groups),
  ];
}

/** The rows whose type is not the usual one of their key. */
export function oddlyTyped(rows: readonly ValueRow[]): ReadonlySet<ValueRow> {
  return new Set(groupRows(rows).flatMap(oddTypes));
}

function oddTypes({ rows }: KeyRows): readonly ValueRow[] {
  const typed = rows.filter(({ value }) => value !== null);
  const [usual] = countItems(typed.map(comparableType))[0] ?? [];
  return typed.filter((row) => comparableType(row) !== usual);
}

function comparableType({ value }: ValueRow): string {
  const type = typeOf(value);
  return type === 'float' ? 'int' : type;
}

function judgeTypes(group: KeyRows): readonly LegacyFinding[] {
  return oddTypes(group).map((row) => ({
    kind: 'mixed-types',
    subject: keyName(group),
    text: `It is a ${typeOf(row.value)} on ${row.server}, and another type on the other ${group.rows.length - 1}.`,
    advice: 'Look at the server for the right value, and add it to the instance’s variables file.',
    places: [row.place],
    count: 1,
  }));
}

function judgeOddOne(group: KeyRows): readonly LegacyFinding[] {
  const values = countItems(group.rows.map(({ value }) => canonicalText(value)));
  const odd = values[1];
  if (values.length !== 2 || odd === undefined || odd[1] !== 1 || group.rows.length <= 2) return [];
  const row = group.rows.find(({ value }) => canonicalText(value) === odd[0]);
  if (row === undefined) return [];
  return [
    {
      kind: 'odd-one-out',
      subject: keyName(group),
      text: `${row.server} differs from the other ${group.rows.length - 1}, which agree.`,
      advice: 'Keep it with a reason, or remove the override.',
      places: [row.place],
      count: 1,
    },
  ];
}

function judgeOrder(group: KeyRows): readonly LegacyFinding[] {
  const byEntries = groupBy(
    group.rows.filter(({ value }) => isConfigList(value)),
    ({ value }) => (isConfigList(value) ? value.map(canonicalText).sort().join(',') : ''),
  );
  return [...byEntries.values()].flatMap((rows) => {
    const [usual] = countItems(rows.map(({ value }) => canonicalText(value)))[0] ?? [];
    const odd = rows.filter(({ value }) => canonicalText(value) !== usual);
    if (odd.length === 0) return [];
    return [
      {
        kind: 'other-order' as const,
        subject: keyName(group),
        text: `The entries have another order on ${serversOf(odd)}.`,
        advice: 'Where order means nothing, write the list once, in the baseline.',
        places: odd.map(({ place }) => place),
        count: odd.length,
      },
    ];
  });
}

/** Two keys of a plugin that say the same on most servers, such as two that both name the world. */
function judgePairs(groups: readonly KeyRows[]): readonly LegacyFinding[] {
  return [...groupBy(groups.filter(isVariedText), ({ plugin }) => plugin).values()].flatMap((own) =>
    own
      .slice(0, MOST_PAIRED)
      .flatMap((first, index) =>
        own.slice(index + 1, MOST_PAIRED).flatMap((second) => judgePair(first, second)),
      ),
  );
}

function isVariedText({ rows }: KeyRows): boolean {
  const texts = rows.map(plainText);
  return !texts.includes(undefined) && new Set(texts).size >= rows.length * VARIED && rows.length >= FEWEST;
}

function judgePair(first: KeyRows, second: KeyRows): readonly LegacyFinding[] {
  const others = new Map(second.rows.map((row) => [row.server, row]));
  const pairs = first.rows.flatMap((row) => {
    const other = others.get(row.server);
    return other === undefined ? [] : [{ row, other }];
  });
  const odd = pairs.filter(({ row, other }) => plainText(row) !== plainText(other));
  const agree = pairs.length - odd.length;
  if (odd.length === 0 || pairs.length < FEWEST || agree < pairs.length * MOST) return [];
  return [
    {
      kind: 'keys-disagree',
      subject: `${keyName(first)}, ${second.key}`,
      text: `They agree on ${agree} servers and not on ${serversOf(odd.map(({ row }) => row))}.`,
      advice: 'Find out which of the two is right there.',
      places: odd.flatMap(({ row, other }) => [row.place, other.place]),
      count: odd.length,
    },
  ];
}

/** The text of a value or of a list's only entry. */
function plainText({ value }: ValueRow): string | undefined {
  const only = isConfigList(value) && value.length === 1 ? value[0] : value;
  return typeof only === 'string' ? only : undefined;
}
