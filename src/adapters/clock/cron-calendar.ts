import { createTask, type ScheduledTask } from 'node-cron';
import type { Calendar } from '../../ports/calendar.ts';

/** Cron expressions as node-cron reads them. The tasks are only asked, never started. */
export function createCronCalendar(): Calendar {
  const known = new Map<string, Known>();
  return {
    matches(cron, timezone, at) {
      const key = `${timezone}\n${cron}`;
      const { task, answers } = known.get(key) ?? knownOf(cron, timezone);
      known.set(key, { task, answers });
      const minute = at - (at % MINUTE_MILLIS);
      const answer = answers.get(minute) ?? task.match(new Date(minute));
      if (answers.size >= MAX_ANSWERS) answers.clear();
      answers.set(minute, answer);
      return answer;
    },
  };
}

const MINUTE_MILLIS = 60_000;
/** Somewhat more than a week's minutes, which are asked for again and again while something waits for a window. */
const MAX_ANSWERS = 12_000;

interface Known {
  readonly task: ScheduledTask;
  /** By minute. */
  readonly answers: Map<number, boolean>;
}

function knownOf(cron: string, timezone: string): Known {
  return { task: createTask(cron, () => undefined, { timezone }), answers: new Map() };
}
