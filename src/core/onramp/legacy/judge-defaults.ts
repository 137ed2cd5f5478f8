import { groupRows, type KeyRows, keyName, serversOf } from './group-rows.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { ValueRow } from './legacy-tables.ts';

/** Texts that plugins ship to be replaced. */
const PLACEHOLDERS = [
  /change[._ -]?(?:this|me)\b/i,
  /\b(?:DATABASE|DB|SERVER)_(?:IP|HOST|NAME|USER|PASSWORD)\b/,
  /^(?:USERNAME|PASSWORD|DATABASE|HOSTNAME)$/,
  /^(?:your|my)[._ -]?(?:password|username|database|host|token|key)(?:[._ -]?here)?$/i,
];
/** What is a placeholder only where other servers have something else. */
const USUAL_DEFAULTS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:host|address|url|server|ip)$/i, /^(?:jdbc:[a-z]+:\/\/)?(?:localhost|127\.0\.0\.1):3306\b/i],
  [/user(?:name)?$/i, /^root$/],
];

/** Placeholders that nobody filled in. */
export function judgeDefaults(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  return groupRows(rows).flatMap((group) => {
    const left = group.rows.filter((row) => isLeftIn(row, group));
    if (left.length === 0) return [];
    return [
      {
        kind: 'default-left-in' as const,
        subject: keyName(group),
        text: `It holds what the plugin comes with, on ${serversOf(left)}.`,
        advice: 'Fill it in, or take the key out where the plugin does not use it.',
        places: left.map(({ place }) => place),
        count: left.length,
      },
    ];
  });
}

function isLeftIn({ key, value }: ValueRow, group: KeyRows): boolean {
  if (typeof value !== 'string') return false;
  if (PLACEHOLDERS.some((pattern) => pattern.test(value))) return true;
  const isUsual = USUAL_DEFAULTS.some(([name, text]) => name.test(key) && text.test(value));
  return isUsual && group.rows.some((other) => other.value !== value);
}
