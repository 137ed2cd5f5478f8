import type { ConfigValue } from '../../model/config-value.ts';

export interface ScannedScalar {
  readonly value: ConfigValue;
  readonly end: number;
}

/** Digits are bounded: nobody writes longer numbers, and reading them would take long. */
const BOOLEAN = /true|false/y;
const SPECIAL_FLOAT = /([+-]?)(inf|nan)/y;
const RADIX = /0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f]){0,400}|b[01](?:_?[01]){0,400}|o[0-7](?:_?[0-7]){0,400})/y;
const DECIMAL =
  /[+-]?(?:0|[1-9](?:_?[0-9]){0,400})((?:\.[0-9](?:_?[0-9]){0,400})?(?:[eE][+-]?[0-9](?:_?[0-9]){0,400})?)/y;
const CLOCK = '([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\\.([0-9]+))?';
const OFFSET = '(?:([Zz])|([+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))?';
const DATE = '([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const DATE_TIME = new RegExp(`${DATE}(?:[Tt ]${CLOCK}${OFFSET})?`, 'y');
const LOCAL_TIME = new RegExp(CLOCK, 'y');
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The boolean, number, date or time at an offset; undefined where there is none. */
export function scanScalar(text: string, start: number): ScannedScalar | undefined {
  const boolean = matchAt(BOOLEAN, text, start);
  if (boolean !== undefined) return { value: boolean[0] === 'true', end: start + boolean[0].length };
  return scanTimestamp(text, start) ?? scanNumber(text, start);
}

/** A timestamp's text in one form: `T` between date and time, microseconds, `+00:00` for UTC. */
export function normalTimestamp(text: string): string {
  const scanned = scanTimestamp(text, 0);
  if (scanned === undefined || scanned.end !== text.length) return text;
  return scanned.text;
}

function scanTimestamp(text: string, start: number): (ScannedScalar & { readonly text: string }) | undefined {
  const date = matchAt(DATE_TIME, text, start);
  if (date !== undefined) {
    const [all, year = '', month = '', day = '', ...time] = date;
    if (!isCalendarDay(Number(year), Number(month), Number(day))) return undefined;
    const clock =
      time[0] === undefined ? '' : `T${clockText(time.slice(0, 4))}${offsetText(time[4], time[5])}`;
    return timestamp(`${year}-${month}-${day}${clock}`, start + all.length);
  }
  const time = matchAt(LOCAL_TIME, text, start);
  return time === undefined ? undefined : timestamp(clockText(time.slice(1)), start + time[0].length);
}

function timestamp(text: string, end: number): ScannedScalar & { readonly text: string } {
  return { value: { kind: 'timestamp', text }, text, end };
}

function clockText([hour, minute, second, fraction]: readonly (string | undefined)[]): string {
  const micros = (fraction ?? '').slice(0, 6).padEnd(6, '0');
  return `${hour}:${minute}:${second}${Number(micros) === 0 ? '' : `.${micros}`}`;
}

function offsetText(utc: string | undefined, offset: string | undefined): string {
  if (utc !== undefined || offset === '-00:00') return '+00:00';
  return offset ?? '';
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return year > 0 && day <= (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function scanNumber(text: string, start: number): ScannedScalar | undefined {
  const radix = matchAt(RADIX, text, start);
  if (radix !== undefined) {
    return { value: BigInt(radix[0].replaceAll('_', '')), end: start + radix[0].length };
  }
  const decimal = matchAt(DECIMAL, text, start);
  if (decimal !== undefined) {
    const digits = decimal[0].replaceAll('_', '').replace(/^\+/, '');
    const value = decimal[1] === '' ? BigInt(digits) : Number(digits);
    return { value, end: start + decimal[0].length };
  }
  const special = matchAt(SPECIAL_FLOAT, text, start);
  if (special === undefined) return undefined;
  const magnitude = special[2] === 'inf' ? Number.POSITIVE_INFINITY : Number.NaN;
  return { value: special[1] === '-' ? -magnitude : magnitude, end: start + special[0].length };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}
