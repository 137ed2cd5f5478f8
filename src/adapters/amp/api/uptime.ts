/** `d:hh:mm:ss`, `d.hh:mm:ss` or `hh:mm:ss`, with or without parts of a second. */
const UPTIME = /^(?:(\d{1,5})[:.])?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,9})?$/;
const SECOND = 1000;

/** How long something runs, in milliseconds, from AMP's text; undefined where the text could mean something else. */
export function parseUptime(text: string): number | undefined {
  const [, days = '0', hours, minutes, seconds] = UPTIME.exec(text.trim()) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const millis =
    (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * SECOND;
  return Number.isNaN(millis) ? undefined : millis;
}
