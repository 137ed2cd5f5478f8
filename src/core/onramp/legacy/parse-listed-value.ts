import { parseLiteral } from '../../formats/parse-literal.ts';
import type { ConfigValue } from '../../model/config-value.ts';

const LONGEST_NUMBER = 64;

/**
 * A value of the dialect with one key a line: words and numbers as JSON has them, lists and maps as Python does.
 * A text is everything between the outer quotes, to the letter: quotes inside and backslashes stand for themselves.
 */
export function parseListedValue(written: string): ConfigValue | undefined {
  if (written.startsWith('"')) {
    return written.length > 1 && written.endsWith('"') ? written.slice(1, -1) : undefined;
  }
  if (written.startsWith('[') || written.startsWith('{')) return parseLiteral(written);
  switch (written) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
  }
  return parseNumber(written);
}

function parseNumber(written: string): bigint | number | undefined {
  if (written.length > LONGEST_NUMBER) return undefined;
  if (/^-?[0-9]+$/.test(written)) return BigInt(written);
  return /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$/.test(written) ? Number(written) : undefined;
}
