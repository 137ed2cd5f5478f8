import { type ConfigValue, isConfigList, isConfigMap } from './config-value.ts';
import { markLiterally } from './variable-reference.ts';

/** A live value as the repository writes it: what looks like a variable in it stands for itself. */
export function markValue(value: ConfigValue): ConfigValue {
  if (typeof value === 'string') return markLiterally(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isConfigList(value)) return value.map(markValue);
  return isConfigMap(value) ? new Map([...value].map(([name, item]) => [name, markValue(item)])) : value;
}
