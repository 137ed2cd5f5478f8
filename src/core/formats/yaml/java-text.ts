import { civilTime, clockText, parseTimestamp } from './timestamps.ts';
import { isTypedList, type TypedValue } from './typed-value.ts';

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `String.valueOf` of a value, which is how Bukkit names a key. Times are in UTC; binary has no stable text. */
export function javaText(value: TypedValue): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return javaDouble(value);
    case 'bigint':
    case 'boolean':
      return String(value);
  }
  if (value === null) return 'null';
  if (isTypedList(value)) return `[${value.map(javaText).join(', ')}]`;
  switch (value.kind) {
    case 'timestamp':
      return javaDate(parseTimestamp(value.text) ?? 0);
    case 'binary':
      return `[B@${value.base64}`;
    case 'set':
      return `[${value.items.map(javaText).join(', ')}]`;
    case 'map':
      return `{${value.entries.map(([key, item]) => `${javaText(key)}=${javaText(item)}`).join(', ')}}`;
  }
}

function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

function javaDate(time: number): string {
  const { year, month, day, millis } = civilTime(time);
  const days = Math.floor(time / 86_400_000);
  const weekday = WEEKDAYS[((days % 7) + 7) % 7];
  return `${weekday} ${MONTHS[month - 1]} ${String(day).padStart(2, '0')} ${clockText(millis)} UTC ${year}`;
}
