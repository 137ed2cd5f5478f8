/** Knows which minutes a cron expression names. */
export interface Calendar {
  /** True when the minute of this time (milliseconds since 1970, UTC) is one of the expression's in the time zone. */
  matches(cron: string, timezone: string, at: number): boolean;
}
