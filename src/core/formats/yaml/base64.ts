const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const WHITE_SPACE = /[ \t\n\v\f\r]/g;
const DIGITS = /^[A-Za-z0-9+/]*$/;

/** Base 64 without blanks, its spare bits zero and its padding whole; undefined for what Java refuses. */
export function normalizeBase64(text: string): string | undefined {
  const compact = text.replace(WHITE_SPACE, '');
  if (compact.length % 4 !== 0) return undefined;
  let end = compact.length;
  while (end > 0 && compact[end - 1] === '=') end--;
  const digits = compact.slice(0, end);
  if (!DIGITS.test(digits)) return undefined;
  const spare = digits.length % 4;
  if (spare === 0) return digits;
  const whole = digits.slice(0, -spare);
  if (spare === 1) return whole;
  const last = ALPHABET.indexOf(digits.slice(-1));
  const keep = spare === 2 ? last & 0x30 : last & 0x3c;
  return `${digits.slice(0, -1)}${ALPHABET[keep]}${'='.repeat(4 - spare)}`;
}
