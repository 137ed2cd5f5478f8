import { type SimEvent, STATE } from '../../src/stand-ins/amp/index.ts';
import type { Facts, Stop } from './week-facts.ts';
import type { Week } from './week-run.ts';
import { folderOf } from './week-servers.ts';
import { DENIED, HOUR, isWithin, MINUTE, timeText, WEEK_BEGINS, WINDOWS } from './week-time.ts';

/** Stops and kicks by homeamp that the fleet's policy does not allow, as fleet.yaml says it to people. */
export function checkPlayers(week: Week, facts: Facts): readonly string[] {
  const stops = facts.stops.flatMap((stop) => refusedStop(week, facts, stop) ?? []);
  const kicks = week.fleet.instances.flatMap(({ name: instance, groups }) =>
    facts
      .eventsOf(instance)
      .flatMap((event) => (event.kind === 'kick' ? [{ ...event, instance, groups }] : []))
      .flatMap((kick) => {
        const why = refusedKick(week, facts, kick);
        return why === undefined
          ? []
          : [`${timeText(kick.at)} ${instance}: ${kick.players.length} sent away: ${why}`];
      }),
  );
  return [...stops, ...kicks, ...unheardReload(week)];
}

function refusedStop({ ledger }: Week, facts: Facts, { instance, host, at }: Stop): string | undefined {
  const place = `${timeText(at)} ${instance}: homeamp stopped it`;
  if (isWithin(DENIED, at)) return `${place} on Friday evening`;
  const pause = ledger.pauses.find((each) => each.host === host && isWithin(each, at));
  if (pause !== undefined) return `${place} while the host was suspended`;
  const hasCause =
    facts.writes.some((write) => write.instance === instance && write.at >= at && write.at < at + HOUR) ||
    ledger.orders.some((order) => order.instance === instance && order.at <= at);
  return hasCause ? undefined : `${place}, and neither a change nor an order came of it`;
}

interface Kick extends Extract<SimEvent, { kind: 'kick' }> {
  readonly instance: string;
  readonly groups: readonly string[];
}

/** Servers that came up although an admin had stopped them and nobody had started them again. */
export function checkAdmins({ ledger, fleet }: Week, facts: Facts): readonly string[] {
  return ledger.acts.flatMap(({ instance, what, at }, index) => {
    if (what !== 'stop' || facts.stateAt(instance, at - 1) !== STATE.ready) return [];
    const next = ledger.acts.slice(index + 1).find((act) => act.instance === instance);
    const until = next?.at ?? Number.POSITIVE_INFINITY;
    const orders = fleet
      .hostOf(instance)
      .amp.requests.list()
      .filter((request) => request.method === 'Core/Start' && request.instance === folderOf(instance));
    return orders
      .filter((order) => order.at > at && order.at < until)
      .map((order) => `${timeText(order.at)} ${instance}: homeamp started it, and an admin had stopped it`);
  });
}

const FEW = 5;
const MAX_DELAY = 12 * HOUR;

/** Why the kick is against the policy of its server; undefined when it is as people were told. */
function refusedKick(week: Week, { stops, writes }: Facts, kick: Kick): string | undefined {
  const { instance, groups, at, players } = kick;
  if (!stops.some((stop) => stop.instance === instance && stop.at === at)) {
    return week.ledger.acts.some((act) => act.instance === instance && act.at === at)
      ? undefined
      : 'neither homeamp nor an admin stopped it';
  }
  if (groups.includes('dev') || (groups.includes('proxies') && players.length < FEW)) return undefined;
  const last = writes.findLast((write) => write.instance === instance && write.at < at)?.at ?? 0;
  const since = waitsSince(week, instance, last);
  if (since === undefined || at < since + MAX_DELAY) return 'it had not waited for twelve hours';
  if (!WINDOWS.some(({ from, to }) => isWithin({ from, to: to + 6 * MINUTE }, at)))
    return 'it is not four o’clock';
  return groups.includes('proxies') ? undefined : unsaid(kick);
}

/** When it first had something to wait for that it has not got. */
function waitsSince({ ledger }: Week, instance: string, last: number): number | undefined {
  if (last === 0) return WEEK_BEGINS;
  const merges = ledger.merges.filter(({ touches, at }) => touches.includes(instance) && at > last);
  const orders = ledger.orders.filter((order) => order.instance === instance && order.at > last);
  const times = [...merges, ...orders].map(({ at }) => at);
  return times.length === 0 ? undefined : Math.min(...times);
}

const COUNTDOWN = [
  [5 * MINUTE, '5 minutes'],
  [MINUTE, '1 minute'],
  [30_000, '30 seconds'],
  [10_000, '10 seconds'],
  [5000, '5 seconds'],
] as const;
const LATE_MILLIS = 2000;

function unsaid({ at, said }: Kick): string | undefined {
  const missing = COUNTDOWN.find(
    ([left, words]) =>
      !said.some((one) => one.text.includes(`in ${words}:`) && Math.abs(at - left - one.at) <= LATE_MILLIS),
  );
  return missing === undefined ? undefined : `nobody said in time that ${missing[1]} are left`;
}

function unheardReload({ fleet }: Week): readonly string[] {
  return fleet.hosts.flatMap(({ amp }) =>
    amp.events.flatMap((event) =>
      event.kind === 'bukkit-reload'
        ? [`${timeText(event.at)} ${event.server}: Bukkit's reload was typed`]
        : [],
    ),
  );
}
