import type { Every } from '../core/model/schedule.ts';
import type { PassWant } from '../engine/agent/pass-wants.ts';
import { startCronRounds } from './cron-rounds.ts';
import { startIntervalRounds } from './interval-rounds.ts';
import type { Rounds, RoundsOptions } from './rounds.ts';

/** When the agent looks at what. */
export interface Schedule {
  readonly poll: Every;
  readonly pulls: Every;
  readonly scan: Every;
  /** Share of an interval, 0 to 1. */
  readonly jitter: number;
}

export interface TriggerOptions {
  readonly want: (wants: readonly PassWant[]) => void;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/**
 * Asks for each want by its schedule, the first time after its first distance; wants with the same schedule come
 * together. Throws `MistakeError` for a schedule that never comes.
 */
export function startTriggers(schedule: Schedule, { want, random }: TriggerOptions): Rounds {
  const { jitter } = schedule;
  const running: Rounds[] = [];
  const stop = () => {
    for (const rounds of running) rounds.stop();
  };
  try {
    for (const { every, wants } of groupBySchedule(schedule)) {
      running.push(startRounds(every, { jitter, random, onRound: () => want(wants) }));
    }
  } catch (error) {
    stop();
    throw error;
  }
  return { stop };
}

interface Group {
  readonly every: Every;
  readonly wants: readonly PassWant[];
}

function groupBySchedule({ poll, pulls, scan }: Schedule): readonly Group[] {
  const plan: readonly (readonly [Every, PassWant])[] = [
    [poll, 'repository'],
    [pulls, 'pulls'],
    [scan, 'scan'],
  ];
  const groups = new Map<string, Group>();
  for (const [every, want] of plan) {
    const key = every.kind === 'interval' ? String(every.millis) : `${every.timezone} ${every.expression}`;
    groups.set(key, { every, wants: [...(groups.get(key)?.wants ?? []), want] });
  }
  return [...groups.values()];
}

function startRounds(every: Every, options: RoundsOptions): Rounds {
  switch (every.kind) {
    case 'interval':
      return startIntervalRounds(every.millis, options);
    case 'cron':
      return startCronRounds(every, options);
  }
}
