import type { Facts, Write } from './week-facts.ts';
import { found } from './week-fleet.ts';
import { BAD } from './week-merges.ts';
import type { Week } from './week-run.ts';
import { MINUTE, timeText } from './week-time.ts';

const STAGES = ['dev', 'canary', 'production'] as const;
/** Policy.soak of the fleet. */
const SOAK: Readonly<Record<string, number>> = { dev: 5 * MINUTE, canary: 30 * MINUTE };

/** Writes that came before the stages below had them, loaded and healthy for long enough, on every host. */
export function checkStages(week: Week, facts: Facts): readonly string[] {
  return facts.writes.flatMap((write) => {
    if (write.isRollback || isHealing(write)) return [];
    const stage = STAGES.indexOf(stageOf(week, write.instance));
    const earlier = week.fleet.instances.filter((other) => STAGES.indexOf(stageOf(week, other.name)) < stage);
    return earlier.flatMap(({ name }) => notReadyIn(week, facts, write, name) ?? []);
  });
}

function stageOf({ fleet }: Week, instance: string): (typeof STAGES)[number] {
  return found(
    STAGES.find((stage) => stage === fleet.instances.find(({ name }) => name === instance)?.stage),
  );
}

/** The player list of the proxy is put back by itself, whatever is rolled out. */
function isHealing({ files }: Write): boolean {
  return files.every((file) => file === 'plugins/velocitab/config.yml');
}

function notReadyIn(week: Week, facts: Facts, write: Write, instance: string): string | undefined {
  const merge = lastTouching(week, instance, write.merge);
  const has = facts.writes.find(
    (other) =>
      other.instance === instance && !other.isRollback && other.merge >= merge && other.at < write.at,
  );
  const place = `${timeText(write.at)} ${write.instance} was written`;
  // What nobody merged in this week is only there where the files were not as they should be.
  if (has === undefined) return merge < 0 ? undefined : `${place} before ${instance} had the same`;
  const loaded = loadedAt(facts, has);
  const soaked = (loaded ?? Number.POSITIVE_INFINITY) + (SOAK[stageOf(week, instance)] ?? 0);
  return soaked <= write.at ? undefined : `${place} before ${instance} had soaked`;
}

/** A server that was down anyway has nothing to load, and one that reloads has done so in the same minute. */
function loadedAt({ stops, readyAfter }: Facts, { instance, at, isLive }: Write): number | undefined {
  const isStopped = stops.some((stop) => stop.instance === instance && stop.at < at && stop.until > at);
  return isLive || !isStopped ? at : readyAfter(instance, at);
}

function lastTouching({ ledger }: Week, instance: string, upTo: number): number {
  return ledger.merges.findLastIndex(({ touches }, index) => index <= upTo && touches.includes(instance));
}

/** The change that a server did not bear: nowhere beyond its stage, and taken back where it was not borne. */
export function checkBadChange(week: Week, facts: Facts): readonly string[] {
  const bad = week.ledger.merges.findIndex(({ kind }) => kind === 'bad');
  const written = facts.writes.filter(({ merge, isRollback }) => merge === bad && !isRollback);
  const taken = facts.writes.filter(({ isRollback }) => isRollback);
  const beyond = written.filter(({ instance }) => stageOf(week, instance) === 'production');
  const isTakenBack = taken.length === 1 && written.some(({ id }) => id === taken[0]?.of);
  return [
    ...beyond.map(({ instance, at }) => `${timeText(at)} ${instance}: got "${BAD}", which failed before`),
    ...(isTakenBack ? [] : [`"${BAD}" was taken back ${taken.length} times`]),
  ];
}
