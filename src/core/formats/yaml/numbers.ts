const DIGITS_BY_RADIX: ReadonlyMap<number, RegExp> = new Map([
  [2, /^[01]+$/],
  [8, /^[0-7]+$/],
  [10, /^[0-9]+$/],
  [16, /^[0-9a-fA-F]+$/],
]);
const PREFIX_BY_RADIX: ReadonlyMap<number, string> = new Map([
  [2, '0b'],
  [8, '0o'],
  [10, ''],
  [16, '0x'],
]);
const SHORT_DECIMAL = /^[1-9][0-9]{0,14}$/;
const JAVA_FLOAT = /^[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?)$/;

/** The whole number that a text stands for (decimal, `0x`, `0b`, octal by a leading 0, base 60), or undefined. */
export function parseInteger(text: string): bigint | undefined {
  if (SHORT_DECIMAL.test(text)) return BigInt(Number(text));
  let rest = text.replaceAll('_', '');
  const negative = rest.startsWith('-');
  if (negative || rest.startsWith('+')) rest = rest.slice(1);
  if (rest === '0') return 0n;
  if (rest.startsWith('0b')) return parseRadix(rest.slice(2), 2, negative);
  if (rest.startsWith('0x')) return parseRadix(rest.slice(2), 16, negative);
  if (rest.startsWith('0')) return parseRadix(rest.slice(1), 8, negative);
  if (rest.includes(':')) return parseBase60(rest, negative);
  return parseRadix(rest, 10, negative);
}

/** Java takes a second sign where the first was no minus. */
function parseRadix(text: string, radix: number, negative: boolean): bigint | undefined {
  const signed = !negative && /^[+-]/.test(text);
  const digits = signed ? text.slice(1) : text;
  if (DIGITS_BY_RADIX.get(radix)?.test(digits) !== true) return undefined;
  const value = BigInt(`${PREFIX_BY_RADIX.get(radix)}${digits}`);
  return negative || (signed && text.startsWith('-')) ? -value : value;
}

/** Java sums in 32 bits, so that long chains wrap around. */
function parseBase60(text: string, negative: boolean): bigint | undefined {
  const parts = text.replace(/:+$/, '').split(':').reverse();
  let sum = 0n;
  let base = 1n;
  for (const part of parts) {
    const digits = parseRadix(part, 10, false);
    if (digits === undefined || BigInt.asIntN(64, digits) !== digits) return undefined;
    sum = BigInt.asIntN(32, sum + digits * base);
    base = BigInt.asIntN(32, base * 60n);
  }
  if (negative && sum < 0n) return undefined;
  return negative ? -sum : sum;
}

/** The floating-point number that a text stands for, or undefined. */
export function parseFloating(text: string): number | undefined {
  let rest = text.replaceAll('_', '');
  if (rest === '') return undefined;
  const sign = rest.startsWith('-') ? -1 : 1;
  if (/^[+-]/.test(rest)) rest = rest.slice(1);
  const lower = rest.toLowerCase();
  if (lower === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (lower === '.nan') return Number.NaN;
  const value = rest.includes(':') ? parseFloatingBase60(rest) : parseJavaDouble(rest);
  return value === undefined ? undefined : sign * value;
}

function parseFloatingBase60(text: string): number | undefined {
  let sum = 0;
  let base = 1;
  for (const part of text.replace(/:+$/, '').split(':').reverse()) {
    const value = parseJavaDouble(part);
    if (value === undefined) return undefined;
    sum += value * base;
    base = Math.imul(base, 60);
  }
  return sum;
}

function parseJavaDouble(text: string): number | undefined {
  const trimmed = text.trim();
  return JAVA_FLOAT.test(trimmed) ? Number(trimmed.replace(/[fFdD]$/, '')) : undefined;
}
