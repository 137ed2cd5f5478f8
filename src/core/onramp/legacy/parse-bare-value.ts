import { parseLiteral } from '../../formats/parse-literal.ts';
import type { ConfigValue } from '../../model/config-value.ts';

const LONGEST_NUMBER = 64;
const WHOLE = /^(?:0|-?[1-9][0-9]*)$/;
const FLOAT = /^-?(?:0|[1-9][0-9]*)\.(?:0|[0-9]*[1-9])$/;
const EXPONENT = /^-?[1-9](?:\.[0-9]*[1-9])?e[+-][0-9]{2,3}$/;

/**
 * A value as Python prints it where texts have no quotes. Only what Python itself would print is a number, so `0123`
 * and `1.20` are texts; `None` is null, while `null` is the text, as nothing is the empty one.
 */
export function parseBareValue(written: string): ConfigValue {
  switch (written) {
    case 'None':
      return null;
    case 'True':
      return true;
    case 'False':
      return false;
  }
  if (written.length <= LONGEST_NUMBER) {
    if (WHOLE.test(written)) return BigInt(written);
    if (FLOAT.test(written) || EXPONENT.test(written)) return Number(written);
  }
  const isCollection = /^(?:\[.*\]|\{.*\})$/s.test(written);
  return (isCollection ? parseLiteral(written) : undefined) ?? written;
}
