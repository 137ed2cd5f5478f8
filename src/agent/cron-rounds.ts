import { createTask, type ScheduledTask } from 'node-cron';
import { MistakeError } from '../core/model/errors.ts';
import type { Every } from '../core/model/schedule.ts';
import type { Rounds, RoundsOptions } from './rounds.ts';

/** How often the wall clock is looked at while a round is awaited. */
const LONGEST_BEAT_MILLIS = 30_000;
const LONGEST_DELAY_MILLIS = 30_000;
/** A clock that went back by less is being corrected, and a round that was just made must not come again. */
const SMALL_STEP_BACK_MILLIS = 60_000;

type Cron = Extract<Every, { kind: 'cron' }>;

/**
 * Rounds by the wall clock, each late by up to 30 seconds and never by more than the jitter's share of the time until
 * the next. Rounds that were slept through, or jumped over by the clock, are made up for by one; after a clock that
 * went back the rounds go on by the new time. Throws `MistakeError` for an expression that has no time.
 */
export function startCronRounds(every: Cron, { jitter, random, onRound }: RoundsOptions): Rounds {
  const task = taskOf(every);
  let slot = nextSlot(task, every);
  let latest = Date.now();
  let delayed: NodeJS.Timeout | undefined;
  let beat: NodeJS.Timeout;

  const make = () => {
    const longest = Math.min(LONGEST_DELAY_MILLIS, slot.gap * Math.min(jitter, 1));
    slot = nextSlot(task, every);
    delayed ??= setTimeout(() => {
      delayed = undefined;
      onRound();
    }, longest * random());
  };
  const look = () => {
    const now = Date.now();
    if (now < latest - SMALL_STEP_BACK_MILLIS) {
      slot = nextSlot(task, every);
      latest = now;
    }
    latest = Math.max(latest, now);
    if (now >= slot.at) make();
    arm();
  };
  const arm = () => {
    const rest = Math.max(1, slot.at - Date.now());
    beat = setTimeout(look, Math.min(rest, LONGEST_BEAT_MILLIS));
  };
  arm();
  return {
    stop: () => {
      clearTimeout(beat);
      clearTimeout(delayed);
      void task.destroy();
    },
  };
}

// Never started: it only tells times. Its own timers follow the wall clock alone and walk through every missed round.
function taskOf({ expression, timezone }: Cron): ScheduledTask {
  try {
    return createTask(expression, () => undefined, { timezone });
  } catch {
    throw noTime(expression);
  }
}

function nextSlot(task: ScheduledTask, { expression }: Cron): { readonly at: number; readonly gap: number } {
  try {
    const [first, second] = task.getNextRuns(2).map((date) => date.getTime());
    if (first === undefined || second === undefined) throw noTime(expression);
    return { at: first, gap: second - first };
  } catch {
    throw noTime(expression);
  }
}

function noTime(expression: string): MistakeError {
  return new MistakeError(
    `the schedule "${expression}" never comes`,
    'Correct the cron expression or its timezone in the settings.',
  );
}
