import { createTask, type ScheduledTask } from 'node-cron';
import type { Calendar } from '../../ports/calendar.ts';

/** Cron expressions as node-cron reads them. The tasks are only asked, never started. */
export function createCronCalendar(): Calendar {
  const tasks = new Map<string, ScheduledTask>();
  return {
    matches(cron, timezone, at) {
      const key = `${timezone}\n${cron}`;
      const task = tasks.get(key) ?? createTask(cron, () => undefined, { timezone });
      tasks.set(key, task);
      return task.match(new Date(at - (at % MINUTE_MILLIS)));
    },
  };
}

const MINUTE_MILLIS = 60_000;
