import type { HistoryEntry } from '../../src/ports/state-store.ts';
import { type SimEvent, STATE } from '../../src/stand-ins/amp/index.ts';
import type { Week } from './week-run.ts';
import { folderOf } from './week-servers.ts';
import { historyOf, nameOf } from './week-watch.ts';

/** What homeamp wrote to an instance. */
export interface Write {
  readonly at: number;
  readonly instance: string;
  readonly host: string;
  readonly id: string;
  readonly isRollback: boolean;
  /** The run that a rollback took back. */
  readonly of: string | undefined;
  readonly files: readonly string[];
  /** Every file of it may be written under a running server. */
  readonly isLive: boolean;
  /** The place of its revision among the week's merges; −1 for what was there before the first. */
  readonly merge: number;
}

/** A stop that homeamp ordered. */
export interface Stop {
  readonly at: number;
  readonly instance: string;
  readonly host: string;
  /** When players could join again; the end of time when they never could. */
  readonly until: number;
}

/** What the week left behind, in a form that checks can ask. */
export interface Facts {
  /** Oldest first. */
  readonly writes: readonly Write[];
  readonly stops: readonly Stop[];
  /** Of one server, oldest first. */
  eventsOf(instance: string): readonly SimEvent[];
  /** AMP's ApplicationState at a time, once all that was due then has happened. */
  stateAt(instance: string, at: number): number;
  /** When the process that ran at a time had read its files; undefined when none ran. */
  runningSince(instance: string, at: number): number | undefined;
  /** When the server was ready next; undefined when it never was. */
  readyAfter(instance: string, at: number): number | undefined;
}

export function gatherFacts(week: Week): Facts {
  const events = new Map(week.fleet.instances.map(({ name }) => [name, eventsIn(week, name)]));
  const eventsOf = (instance: string): readonly SimEvent[] => events.get(instance) ?? [];
  const states = new Map([...events].map(([name, all]) => [name, all.filter(isState)]));
  const statesOf = (instance: string) => states.get(instance) ?? [];
  const stateAt = (instance: string, at: number): number =>
    statesOf(instance).findLast((event) => event.at <= at)?.to ?? STATE.ready;
  const readyAfter = (instance: string, at: number) =>
    statesOf(instance).find((event) => event.at > at && event.to === STATE.ready)?.at;
  return {
    writes: week.fleet.hosts.flatMap((host) => writesOf(week, host.name)).sort((a, b) => a.at - b.at),
    stops: stopsIn(week, { eventsOf, readyAfter }),
    eventsOf,
    stateAt,
    runningSince(instance, at) {
      if (DOWN.includes(stateAt(instance, at))) return undefined;
      return statesOf(instance).findLast((event) => event.at <= at && event.to === STATE.starting)?.at ?? 0;
    },
    readyAfter,
  };
}

/** No process runs. */
const DOWN: readonly number[] = [STATE.stopped, STATE.sleeping, STATE.failed, STATE.preStart];

type StateEvent = Extract<SimEvent, { kind: 'state' }>;

function isState(event: SimEvent): event is StateEvent {
  return event.kind === 'state';
}

function eventsIn({ fleet }: Week, instance: string): readonly SimEvent[] {
  return fleet.hostOf(instance).amp.events.filter(({ server }) => server === folderOf(instance));
}

function writesOf({ fleet, ledger }: Week, host: string): readonly Write[] {
  const applied = historyOf(fleet.host(host), 100_000).filter(({ outcome }) => outcome === 'applied');
  return applied.map((entry): Write => {
    const { id, at, instance, kind, of, files, revision } = entry;
    return {
      at,
      instance: nameOf(instance),
      host,
      id,
      isRollback: kind === 'rollback',
      of,
      files: files.map(({ path }) => path),
      isLive: isLive(entry),
      merge: ledger.merges.findIndex(({ sha }) => sha.startsWith(revision)),
    };
  });
}

function isLive({ payload }: HistoryEntry): boolean {
  return (JSON.parse(payload) as { readonly liveWriteSafe?: unknown }).liveWriteSafe === true;
}

/** AMP was asked to stop it, and it began to. */
function stopsIn(
  { fleet }: Week,
  { eventsOf, readyAfter }: Pick<Facts, 'eventsOf' | 'readyAfter'>,
): readonly Stop[] {
  return fleet.instances.flatMap(({ name: instance, host }): readonly Stop[] => {
    const orders = fleet
      .host(host)
      .amp.requests.list()
      .filter((request) => request.method === 'Core/Stop' && request.instance === folderOf(instance));
    const begun = eventsOf(instance)
      .filter(isState)
      .filter(({ to, at }) => to === STATE.stopping && orders.some((order) => order.at === at));
    return begun.map(({ at }) => {
      const until = readyAfter(instance, at) ?? Number.POSITIVE_INFINITY;
      return { at, instance, host, until };
    });
  });
}
