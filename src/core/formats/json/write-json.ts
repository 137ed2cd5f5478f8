import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';

/** True where JSON has a form for the value: finite numbers, no timestamp, no binary. */
export function isJsonValue(value: ConfigValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (isConfigList(value)) return value.every(isJsonValue);
  return isConfigMap(value) && [...value.values()].every(isJsonValue);
}

/** The value on one line. A text in single quotes is replaced by one in single quotes. */
export function jsonText(value: ConfigValue, before: string): string {
  if (typeof value === 'string') return before.startsWith("'") ? singleQuoted(value) : JSON.stringify(value);
  if (typeof value === 'number') return floatText(value);
  if (value === null || typeof value !== 'object') return `${value}`;
  if (isConfigList(value)) return `[${value.map((item) => jsonText(item, '')).join(', ')}]`;
  if (!isConfigMap(value) || value.size === 0) return '{}';
  const members = [...value].map(([key, item]) => `${JSON.stringify(key)}: ${jsonText(item, '')}`);
  return `{ ${members.join(', ')} }`;
}

/** A float keeps its point, so that strict readers take it for one. */
export function floatText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : `${value}`;
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A key in the quotes of its neighbour; unquoted where the neighbour is and the key allows it. */
export function jsonKey(key: string, like: string): string {
  if (like.startsWith("'")) return singleQuoted(key);
  const unquoted = like !== '' && !like.startsWith('"') && /^[A-Za-z_$][\w$]*$/.test(key);
  return unquoted ? key : JSON.stringify(key);
}

function singleQuoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
