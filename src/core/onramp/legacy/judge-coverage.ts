import { groupBy } from '../describe/group-by.ts';
import { groupRows, keyName } from './group-rows.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { ValueRow } from './legacy-tables.ts';

/** Where values are missing or blank, and what that means. */
export function judgeCoverage(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  const byPlugin = groupBy(rows, ({ plugin }) => plugin);
  const servers = new Map([...byPlugin].map(([plugin, own]) => [plugin, serverSet(own)]));
  return [
    ...[...byPlugin].flatMap(([plugin, own]) => judgePlugin(plugin, own, servers)),
    ...[...byPlugin.values()].flatMap(judgeKeys),
    ...judgeBlanks(rows),
  ];
}

function serverSet(rows: readonly ValueRow[]): readonly string[] {
  return [...new Set(rows.map(({ server }) => server))].sort();
}

/** A set of servers that several plugins share is a habit; one that falls short of such a set alone is not. */
function judgePlugin(
  plugin: string,
  rows: readonly ValueRow[],
  servers: ReadonlyMap<string, readonly string[]>,
): readonly LegacyFinding[] {
  const own = servers.get(plugin) ?? [];
  const others = [...servers].filter(([other]) => other !== plugin).map(([, set]) => set);
  const isShared = others.some((set) => set.length === own.length && own.every((name) => set.includes(name)));
  const next = others
    .filter((set) => set.length > own.length && own.every((name) => set.includes(name)))
    .sort((a, b) => a.length - b.length)[0];
  const [first] = rows;
  if (isShared || next === undefined || first === undefined || own.length * 2 <= next.length) return [];
  const lacking = next.filter((name) => !own.includes(name));
  return [
    {
      kind: 'partly-covered',
      subject: plugin,
      text: `It has values for ${own.length} of ${next.length} servers; there are none for ${lacking.join(', ')}.`,
      advice: 'Find out whether the plugin is there, and what its values are.',
      places: [first.place],
      count: lacking.length,
    },
  ];
}

function judgeKeys(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  const all = serverSet(rows);
  return groupRows(rows).flatMap((group) => {
    const own = serverSet(group.rows);
    const [first] = group.rows;
    if (own.length === all.length || first === undefined) return [];
    const lacking = all.filter((name) => !own.includes(name));
    return [
      {
        kind: 'row-absent' as const,
        subject: keyName(group),
        text: `There is no row for ${lacking.join(', ')}.`,
        advice: 'Nothing, where those servers have no such key.',
        places: [first.place],
        count: lacking.length,
      },
    ];
  });
}

function judgeBlanks(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  return groupRows(rows.filter(({ isBlank }) => isBlank)).map((group) => ({
    kind: 'blank-is-empty',
    subject: keyName(group),
    text: `The cell is blank on ${group.rows.map(({ server }) => server).join(', ')}.`,
    advice: 'Remove the override where the key should not be owned.',
    places: group.rows.map(({ place }) => place),
    count: group.rows.length,
  }));
}
