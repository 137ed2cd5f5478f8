export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A Monday, midnight in UTC. Far ahead, so that no file of this test ever looks as if it had just been written; and on
 * its Sunday the clocks of Helsinki go back from UTC+3 to UTC+2.
 */
export const WEEK_BEGINS = Date.UTC(2033, 9, 24);
export const WEEK_ENDS = WEEK_BEGINS + 7 * DAY;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Day = (typeof DAYS)[number];

/** Such as `at('Tue', '09:20')`, in UTC. */
export function at(day: Day, clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return WEEK_BEGINS + DAYS.indexOf(day) * DAY + hours * HOUR + minutes * MINUTE;
}

/** Such as `Tue 09:20:00`, in UTC. */
export function timeText(millis: number): string {
  const day = DAYS[Math.floor((millis - WEEK_BEGINS) / DAY)] ?? 'after the week,';
  return `${day} ${new Date(millis).toISOString().slice(11, 19)}`;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export function isWithin({ from, to }: Span, millis: number): boolean {
  return millis >= from && millis < to;
}

/** What the fleet's policy says in words, worked out by hand: nobody is restarted in here. */
export const DENIED: Span = { from: at('Fri', '15:00'), to: at('Fri', '21:00') };

/** The nights in which those who waited too long are restarted; the last one comes an hour later in UTC. */
export const WINDOWS: readonly Span[] = DAYS.map((day) =>
  day === 'Sun'
    ? { from: at(day, '02:00'), to: at(day, '04:00') }
    : { from: at(day, '01:00'), to: at(day, '03:00') },
);
