import { type ConfigValue, mapTexts } from './config-value.ts';
import { markLiterally } from './variable-reference.ts';

/** A live value as the repository writes it: what looks like a variable in it stands for itself. */
export function markValue(value: ConfigValue): ConfigValue {
  return mapTexts(value, markLiterally);
}
