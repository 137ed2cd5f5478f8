import * as z from 'zod';

/** A point in time down to seconds or finer, with its offset from UTC. */
export const fullInstantSchema = z.iso.datetime({
  offset: true,
  error: 'it is no time with a zone, such as `2026-12-01T08:00:00Z` or `2026-12-01T10:00:00+02:00`',
});

const PARTS = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const DAYS_OF_400_YEARS = 146_097;
const DAYS_BEFORE_1970 = 719_468;

/** Milliseconds since 1970, UTC, of a text that `fullInstantSchema` takes. */
export function instantMillis(text: string): number {
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] =
    PARTS.exec(text) ?? [];
  const days = daysSince1970(Number(year), Number(month), Number(day));
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * (sign === '-' ? -1 : 1);
  const minutes = (days * 24 + Number(hour)) * 60 + Number(minute) - offset;
  return minutes * 60_000 + Number(second) * 1000 + Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
}

/** Years are taken to begin in March, so that the leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_400_YEARS + dayOfEra - DAYS_BEFORE_1970;
}
