export { createCronCalendar } from './cron-calendar.ts';
export { systemClock } from './system-clock.ts';
