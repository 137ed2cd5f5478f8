const DATE = /^([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)$/;
const DATE_TIME =
  /^([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)(?:[Tt]|[ \t]+)([0-9][0-9]?):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(?:Z|([-+])([0-9][0-9]?)(?::([0-9]{2})?)?))?$/;

const DAY_MILLIS = 86_400_000;
/** 15 October 1582, from which on Java counts Gregorian days; in days since 1970. */
const GREGORIAN_START = -141_427;

/** Milliseconds since 1970 of a YAML timestamp, or undefined. Months, days and hours too large count on. */
export function parseTimestamp(text: string): number | undefined {
  const date = DATE.exec(text);
  if (date !== null)
    return daysSince1970(numberAt(date, 1), numberAt(date, 2), numberAt(date, 3)) * DAY_MILLIS;
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const days = daysSince1970(numberAt(match, 1), numberAt(match, 2), numberAt(match, 3));
  const seconds = (numberAt(match, 4) * 60 + numberAt(match, 5)) * 60 + numberAt(match, 6);
  const fraction = Number(`${match[6]}.${match[7] ?? ''}`) - numberAt(match, 6);
  return days * DAY_MILLIS + seconds * 1000 + Math.round(fraction * 1000) - offsetMillis(match);
}

function offsetMillis(match: RegExpExecArray): number {
  const hours = numberAt(match, 9);
  const minutes = numberAt(match, 10);
  if (match[8] === undefined || hours > 23 || minutes > 59) return 0;
  return (match[8] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function numberAt(match: RegExpExecArray, group: number): number {
  return Number(match[group] ?? 0);
}

function daysSince1970(year: number, month: number, day: number): number {
  const years = year + Math.floor((month - 1) / 12);
  const months = (((month - 1) % 12) + 12) % 12;
  const gregorian = gregorianDays(years, months) + day - 1;
  return gregorian >= GREGORIAN_START ? gregorian : julianDays(years, months) + day - 1;
}

/** Days from 1970 to the first of a month, which counts from 0; years start in March here. */
function gregorianDays(year: number, month: number): number {
  const shifted = month < 2 ? year - 1 : year;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + marchDays(month) - 719_468;
}

function julianDays(year: number, month: number): number {
  const shifted = month < 2 ? year - 1 : year;
  return shifted * 365 + Math.floor(shifted / 4) + marchDays(month) - 719_470;
}

function marchDays(month: number): number {
  return Math.floor((153 * ((month + 10) % 12) + 2) / 5);
}

/** Year, month from 1, day, and milliseconds of the day, in UTC. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly millis: number;
}

/** The Gregorian date of a time in milliseconds since 1970. */
export function civilTime(time: number): CivilTime {
  const days = Math.floor(time / DAY_MILLIS) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    millis: time - Math.floor(time / DAY_MILLIS) * DAY_MILLIS,
  };
}

/** ISO 8601 in UTC as `java.time.Instant` writes it: with milliseconds only where there are some. */
export function isoText(time: number): string {
  const { year, month, day, millis } = civilTime(time);
  return `${yearText(year)}-${pad(month, 2)}-${pad(day, 2)}T${clockText(millis)}${millisText(millis)}Z`;
}

/** Hours, minutes and seconds of a day. */
export function clockText(millis: number): string {
  const seconds = Math.floor(millis / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => pad(part, 2))
    .join(':');
}

function millisText(millis: number): string {
  return millis % 1000 === 0 ? '' : `.${pad(millis % 1000, 3)}`;
}

function yearText(year: number): string {
  if (year < 0) return `-${pad(-year, 4)}`;
  return year > 9999 ? `+${year}` : pad(year, 4);
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
