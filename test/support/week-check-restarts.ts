import type { Facts, Stop } from './week-facts.ts';
import { found } from './week-fleet.ts';
import type { Merge } from './week-ledger.ts';
import { FOLDED, WITH_PROXY } from './week-merges.ts';
import type { Week } from './week-run.ts';
import { HOUR, timeText } from './week-time.ts';

/** Instances of production that were stopped more often than once for what was merged within an hour. */
export function checkFolding(week: Week, facts: Facts): readonly string[] {
  const merges = FOLDED.map((name) => mergeNamed(week, name));
  const [first] = merges;
  const touched = week.fleet.instances.filter(
    ({ name, stage }) => stage === 'production' && merges.every(({ touches }) => touches.includes(name)),
  );
  if (first === undefined || touched.length < FOLDED.length) return ['too few instances wait for all three'];
  return touched.flatMap(({ name }) => {
    const stops = facts.stops.filter(
      ({ instance, at }) => instance === name && at > first.at && at < first.at + 24 * HOUR,
    );
    return stops.length <= 1 ? [] : [`${name}: ${stops.length} restarts for three merges within an hour`];
  });
}

function mergeNamed({ ledger }: Week, name: string): Merge {
  return found(ledger.merges.find((merge) => merge.name === name));
}

/** Servers of one group, or too many at once, that homeamp kept from their players; and a proxy before what is behind it. */
export function checkTurns(week: Week, facts: Facts): readonly string[] {
  const pairs = facts.stops.flatMap((stop) =>
    facts.stops
      .filter(
        (other) => other.host === stop.host && other.at >= stop.at && other !== stop && other.at < stop.until,
      )
      .flatMap((other) => sharedGroup(week, stop, other) ?? []),
  );
  return [...pairs, ...tooMany(facts), ...earlyProxies(week, facts)];
}

function sharedGroup({ fleet }: Week, a: Stop, b: Stop): string | undefined {
  const groupsOf = (name: string) => found(fleet.instances.find((each) => each.name === name)).groups;
  const group = groupsOf(a.instance).find((each) => groupsOf(b.instance).includes(each));
  return group === undefined
    ? undefined
    : `${timeText(b.at)} ${b.instance}: was stopped while ${a.instance}, of ${group} too, was down`;
}

const MOST_AT_ONCE = 3;

function tooMany({ stops }: Facts): readonly string[] {
  return stops.flatMap(({ host, at, instance }) => {
    const down = stops.filter((other) => other.host === host && other.at <= at && other.until > at);
    return down.length <= MOST_AT_ONCE
      ? []
      : [`${timeText(at)} ${instance}: ${down.length} servers were down`];
  });
}

function earlyProxies(week: Week, facts: Facts): readonly string[] {
  const merge = mergeNamed(week, WITH_PROXY);
  const index = week.ledger.merges.indexOf(merge);
  const gets = (name: string) =>
    facts.writes.find(({ instance, merge: own }) => instance === name && own >= index)?.at ??
    Number.POSITIVE_INFINITY;
  const proxyAt = gets('VEL01');
  const behind = week.fleet.instances.filter(
    ({ name, host, platform }) =>
      platform === 'paper' && host === 'ovh-ryzen' && merge.touches.includes(name),
  );
  if (proxyAt === Number.POSITIVE_INFINITY || behind.length === 0) return ['the proxy was never restarted'];
  return behind
    .filter(({ name }) => gets(name) >= proxyAt)
    .map(({ name }) => `VEL01 was restarted before ${name}`);
}

/** An order is carried out by one restart at a moment that the policy allows, and nothing is written for it. */
export function checkOrders(week: Week, facts: Facts): readonly string[] {
  return week.ledger.orders.flatMap(({ instance, at }) => {
    const stops = facts.stops.filter(
      (stop) => stop.instance === instance && stop.at >= at && stop.at < at + 12 * HOUR,
    );
    return stops.length === 1
      ? []
      : [`${timeText(at)} ${instance}: an order led to ${stops.length} restarts`];
  });
}
