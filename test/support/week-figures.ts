import type { Facts } from './week-facts.ts';
import type { Week } from './week-run.ts';
import { MINUTE } from './week-time.ts';

/** One line of what the week was made of. */
export function figuresOf(week: Week, facts: Facts): string {
  const { fleet, ledger } = week;
  const events = fleet.hosts.flatMap(({ amp }) => amp.events);
  const count = (kind: (typeof events)[number]['kind']) =>
    events.filter((event) => event.kind === kind).length;
  const kicked = events.flatMap((event) => (event.kind === 'kick' ? event.players : [])).length;
  const figures: readonly (readonly [number, string])[] = [
    [ledger.passes, 'passes'],
    [ledger.ticks, 'ticks'],
    [ledger.merges.length, 'merges'],
    [facts.writes.length, 'writes'],
    [facts.stops.length, 'restarts'],
    [reloadsIn(facts), 'reloads'],
    [count('join'), 'joins'],
    [kicked, 'kicked'],
    [ledger.edits.length, 'hand edits'],
    [fleet.hosts.reduce((sum, { amp }) => sum + amp.requests.list().length, 0), 'requests to AMP'],
  ];
  const longest = Math.round(longestWait(week, facts) / MINUTE);
  return `${figures.map(([number, what]) => `${number} ${what}`).join(', ')}, longest wait ${longest} min`;
}

function reloadsIn({ writes }: Facts): number {
  return writes.filter(({ isLive }) => isLive).length;
}

/** From a merge until an instance that it changes was written, stages included. */
function longestWait({ ledger }: Week, { writes }: Facts): number {
  const waits = ledger.merges.flatMap(({ at, touches, kind }, index) =>
    (kind === 'good' ? touches : []).flatMap((name) => {
      const write = writes.find(
        ({ instance, merge, isRollback }) => instance === name && merge >= index && !isRollback,
      );
      return write === undefined ? [] : [write.at - at];
    }),
  );
  return Math.max(0, ...waits);
}
