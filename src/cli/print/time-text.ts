/** A time as people write it, in UTC and to the second: `2026-01-31 17:59:05Z`. */
export function timeText(millis: number): string {
  const time = new Date(millis);
  return Number.isNaN(time.getTime())
    ? 'unknown'
    : time
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z');
}
