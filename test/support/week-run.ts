import { type Chance, createChance } from './week-chance.ts';
import { openWeekFleet, type WeekFleet, type WeekHost } from './week-fleet.ts';
import { createKeyBook, type KeyBook } from './week-keys.ts';
import { createLedger, type Ledger } from './week-ledger.ts';
import { type Wanted, wantedFiles } from './week-live-files.ts';
import { folderOf } from './week-servers.ts';
import { MINUTE, WEEK_BEGINS, WEEK_ENDS } from './week-time.ts';
import { createWatch, type Watch } from './week-watch.ts';

/** The week while it runs. */
export interface WeekWorld {
  readonly fleet: WeekFleet;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly keys: KeyBook;
  now(): number;
  /** Something that happens at its time; whoever plans while the week runs plans for later. */
  plan(at: number, run: () => void | Promise<void>): void;
  /** The host's agent looks at the repository at this time, as after a webhook. */
  hurry(host: string, at: number): void;
  /** No agent runs on the host meanwhile. */
  away(host: string, from: number, to: number): void;
}

export interface Week extends WeekWorld {
  /** What Git asks for at the end. */
  readonly wanted: Wanted;
}

interface Running {
  readonly host: WeekHost;
  nextPass: number;
  nextTick: number;
  awayUntil: number;
}

interface Entry {
  readonly at: number;
  readonly run: () => void | Promise<void>;
}

/** Plays a week of the reference fleet as the story tells it. */
export async function runWeek(
  seed: number,
  story: (world: WeekWorld, wanted: Wanted) => void,
): Promise<Week> {
  let now = WEEK_BEGINS;
  const fleet = await openWeekFleet(() => now);
  const chance = createChance(seed);
  const wanted = await wantedFiles(fleet);
  const agenda: Entry[] = [];
  const running = fleet.hosts.map(
    (host): Running => ({ host, nextPass: WEEK_BEGINS, nextTick: Number.POSITIVE_INFINITY, awayUntil: 0 }),
  );
  const world: WeekWorld = {
    fleet,
    chance,
    ledger: createLedger(),
    keys: createKeyBook(fleet, wanted),
    now: () => now,
    plan(at, run) {
      const later = agenda.findIndex((entry) => entry.at > at);
      agenda.splice(later === -1 ? agenda.length : later, 0, { at, run });
    },
    hurry(name, at) {
      for (const each of running) if (each.host.name === name) each.nextPass = Math.min(each.nextPass, at);
    },
    away(name, from, to) {
      const found = running.find(({ host }) => host.name === name);
      world.plan(from, () => {
        if (found !== undefined) found.awayUntil = to;
      });
    },
  };
  story(world, wanted);
  const watch = createWatch(world);
  for (;;) {
    const due = running.map(dueAt);
    const next = Math.min(agenda[0]?.at ?? Number.POSITIVE_INFINITY, ...due);
    if (next >= WEEK_ENDS) break;
    now = Math.max(now, next);
    for (const { host } of running) host.amp.advance();
    const [happening] = agenda;
    if (happening !== undefined && happening.at <= now) {
      agenda.shift();
      await happening.run();
    } else {
      for (const each of running) if (dueAt(each) <= now) await look(world, watch, each);
    }
  }
  now = WEEK_ENDS;
  noteUndone(world);
  return { ...world, wanted: await wantedFiles(fleet) };
}

/** Plugins that save when they stop have the last word on their files. */
function noteUndone({ fleet, keys }: WeekWorld): void {
  for (const { name: instance } of fleet.instances) {
    for (const event of fleet.hostOf(instance).amp.events) {
      if (event.server === folderOf(instance) && event.kind === 'file-saved' && event.undid) {
        keys.undone({ instance, path: event.file });
      }
    }
  }
}

function dueAt({ nextPass, nextTick, awayUntil }: Running): number {
  return Math.max(awayUntil, Math.min(nextPass, nextTick));
}

const SHORTEST_TICK = 200;

async function look(world: WeekWorld, watch: Watch, running: Running): Promise<void> {
  const now = world.now();
  const isPass = running.nextPass <= now;
  const end = await running.host.pass(isPass ? 'repository' : 'servers');
  if (isPass) {
    world.ledger.passes += 1;
    running.nextPass = now + world.chance.between(28, 30) * MINUTE;
  } else world.ledger.ticks += 1;
  const { wakeInMillis } = end.servers;
  running.nextTick =
    wakeInMillis === undefined ? Number.POSITIVE_INFINITY : now + Math.max(SHORTEST_TICK, wakeInMillis);
  watch.after(running.host, { isPass });
}
