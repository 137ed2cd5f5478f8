import type { MaintenanceWindow } from '../model/policy.ts';
import { zoneOffsetMillis } from './zone-offset.ts';

/** True when a time (milliseconds since 1970, UTC) lies in a minute that the cron expression names in the time zone. */
export type MatchesCron = (cron: string, timezone: string, at: number) => boolean;

const MINUTE_MILLIS = 60_000;
const MAX_MINUTES = 7 * 24 * 60;

/** True when a start of the window lies less than its length ago. Its length is real time, whatever the clocks do. */
export function isWindowOpen(window: MaintenanceWindow, now: number, matches: MatchesCron): boolean {
  const minutes = Math.min(MAX_MINUTES, Math.ceil(window.durationMillis / MINUTE_MILLIS));
  const first = minuteOf(now);
  const starts = startsIn(window, matches, {
    from: first - (minutes - 1) * MINUTE_MILLIS,
    to: first,
  });
  for (let back = 0; back < minutes; back += 1) {
    const start = first - back * MINUTE_MILLIS;
    if (now - start < window.durationMillis && starts(start)) return true;
  }
  return false;
}

/** When the window is open next, at `from` or after; undefined when it does not open within a week. */
export function nextOpening(
  window: MaintenanceWindow,
  from: number,
  matches: MatchesCron,
): number | undefined {
  if (isWindowOpen(window, from, matches)) return from;
  const first = minuteOf(from) + MINUTE_MILLIS;
  const starts = startsIn(window, matches, { from: first, to: first + MAX_MINUTES * MINUTE_MILLIS });
  for (let ahead = 0; ahead <= MAX_MINUTES; ahead += 1) {
    const start = first + ahead * MINUTE_MILLIS;
    if (starts(start)) return start;
  }
  return undefined;
}

function minuteOf(at: number): number {
  return at - (at % MINUTE_MILLIS);
}

/**
 * Tells starts between two times. A start that falls into the hour which clocks leave out in spring comes when they
 * have jumped, so that no window and no ban is lost; one in the hour that comes twice in autumn comes twice.
 */
function startsIn(
  { cron, timezone }: MaintenanceWindow,
  matches: MatchesCron,
  range: { readonly from: number; readonly to: number },
): (minute: number) => boolean {
  const jumps =
    zoneOffsetMillis(timezone, range.from - MINUTE_MILLIS) !== zoneOffsetMillis(timezone, range.to);
  return (minute) =>
    matches(cron, timezone, minute) || (jumps && isLeftOut({ cron, timezone, matches, minute }));
}

interface Jump {
  readonly cron: string;
  readonly timezone: string;
  readonly matches: MatchesCron;
  readonly minute: number;
}

function isLeftOut({ cron, timezone, matches, minute }: Jump): boolean {
  // All zones change their clocks at a full quarter of an hour.
  if (minute % (15 * MINUTE_MILLIS) !== 0) return false;
  const before = minute + zoneOffsetMillis(timezone, minute - MINUTE_MILLIS);
  const after = minute + zoneOffsetMillis(timezone, minute);
  // The clocks' own reading as if it were UTC: the only zone in which a time that was left out exists.
  for (let local = before; local < after; local += MINUTE_MILLIS) {
    if (matches(cron, 'UTC', local)) return true;
  }
  return false;
}
