import { groupBy } from '../describe/group-by.ts';
import { countItems, groupRows, keyName, serversOf } from './group-rows.ts';
import type { LegacyFinding } from './legacy-finding.ts';
import type { ValueRow } from './legacy-tables.ts';

const LOWEST = 1024n;

/** Ports that leave the fleet's habit that all ports of a server end in the same two digits, where it has that habit. */
export function judgePorts(rows: readonly ValueRow[]): readonly LegacyFinding[] {
  const { odd } = sortPorts(rows);
  return groupRows(odd).map((group) => ({
    kind: 'port-out-of-step',
    subject: keyName(group),
    text: `The port does not fit the server’s others on ${serversOf(group.rows)}.`,
    advice: 'Give each server ports that are worked out from one, such as `{{SERVER_PORT+6000}}`.',
    places: group.rows.map(({ place }) => place),
    count: group.rows.length,
  }));
}

/** Both empty where fewer than half of the ports keep the habit. */
export function sortPorts(rows: readonly ValueRow[]): {
  readonly fitting: readonly ValueRow[];
  readonly odd: readonly ValueRow[];
} {
  const ports = rows.filter(isPort);
  const endings = ownEndings(ports);
  const isFitting = (row: ValueRow): boolean => endingOf(row) === endings.get(row.server);
  const fitting = ports.filter(isFitting);
  if (fitting.length * 2 <= ports.length) return { fitting: [], odd: [] };
  return { fitting, odd: ports.filter((row) => !isFitting(row)) };
}

function isPort({ key, value }: ValueRow): boolean {
  return /port$/i.test(key) && typeof value === 'bigint' && value >= LOWEST && value <= 65_535n;
}

function endingOf({ value }: ValueRow): string {
  return String(value).slice(-2);
}

/** The ending that most ports of a server have; among equals the one that the fewest servers have. */
function ownEndings(ports: readonly ValueRow[]): ReadonlyMap<string, string> {
  const users = new Map(
    [...groupBy(ports, endingOf)].map(([ending, rows]) => [
      ending,
      new Set(rows.map(({ server }) => server)).size,
    ]),
  );
  return new Map(
    [...groupBy(ports, ({ server }) => server)].map(([server, rows]) => {
      const counts = countItems(rows.map(endingOf));
      const best = counts
        .filter(([, count]) => count === counts[0]?.[1])
        .sort((a, b) => (users.get(a[0]) ?? 0) - (users.get(b[0]) ?? 0));
      return [server, best[0]?.[0] ?? ''] as const;
    }),
  );
}
