import { createTask } from 'node-cron';
import type { Every } from '../core/model/schedule.ts';

/** Enough for the nights and the weekend of an expression that fires every few minutes in between. */
const LOOK_AHEAD = 700;

/** The longest time between two rounds of a schedule, in milliseconds; 0 for one that never comes. */
export function longestGap(every: Every, jitter: number): number {
  if (every.kind === 'interval') return every.millis * (1 + Math.min(jitter, 1));
  const runs = nextRuns(every.expression, every.timezone);
  return Math.max(0, ...runs.slice(1).map((at, index) => at - (runs[index] ?? at)));
}

function nextRuns(expression: string, timezone: string): readonly number[] {
  try {
    const task = createTask(expression, () => undefined, { timezone });
    const runs = task.getNextRuns(LOOK_AHEAD).map((date) => date.getTime());
    void task.destroy();
    return runs;
  } catch {
    // Whoever starts the rounds says what is wrong with it.
    return [];
  }
}
