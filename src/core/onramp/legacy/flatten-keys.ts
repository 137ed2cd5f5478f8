import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';

const DEEPEST = 32;

/** The keys below a value: a map with entries is a section, everything else a value of its own. */
export function flattenKeys(
  key: string,
  value: ConfigValue,
  depth = 0,
): readonly { readonly key: string; readonly value: ConfigValue }[] {
  if (!isConfigMap(value) || value.size === 0 || depth > DEEPEST) return [{ key, value }];
  return [...value].flatMap(([name, item]) =>
    flattenKeys(key === '' ? name : `${key}.${name}`, item, depth + 1),
  );
}
