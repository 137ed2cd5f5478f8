import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import { floatText, isJsonValue } from '../json/write-json.ts';

/** True where HOCON has a form for the value: as JSON, with whole numbers of 64 bits. */
export function isHoconValue(value: ConfigValue): boolean {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value;
  if (value === null || typeof value !== 'object') return isJsonValue(value);
  if (isConfigList(value)) return value.every(isHoconValue);
  return isConfigMap(value) && [...value.values()].every(isHoconValue);
}

const SAFE_WORD = /^(?!true|false|null|include)[A-Za-z_][A-Za-z0-9_-]*$/;

/** The value on one line. A text without quotes is replaced by one without, where that is one plain word. */
export function hoconText(value: ConfigValue, before: string): string {
  if (typeof value === 'string') {
    const unquoted = /^[A-Za-z_][^"]*$/.test(before) && SAFE_WORD.test(value);
    return unquoted ? value : JSON.stringify(value);
  }
  if (typeof value === 'number') return floatText(value);
  if (value === null || typeof value !== 'object') return `${value}`;
  if (isConfigList(value)) return `[${value.map((item) => hoconText(item, '')).join(', ')}]`;
  if (!isConfigMap(value) || value.size === 0) return '{}';
  const members = [...value].map(([key, item]) => `${JSON.stringify(key)}: ${hoconText(item, '')}`);
  return `{ ${members.join(', ')} }`;
}

/** A dotted key, in quotes where a segment needs them or the neighbouring key has them. */
export function hoconKey(path: KeyPath, like: string): string {
  const quoted = like.includes('"');
  return path
    .map((segment) => (!quoted && SAFE_WORD.test(segment) ? segment : JSON.stringify(segment)))
    .join('.');
}
