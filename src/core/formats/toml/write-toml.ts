import { type ConfigMap, type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import { normalTimestamp } from './scan-scalars.ts';

const BARE = /^[A-Za-z0-9_-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const NOT_LITERAL = /['\u0000-\u0008\u000a-\u001f\u007f]/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

/** One segment of a key, bare where TOML allows it. */
export function tomlKey(segment: string): string {
  return BARE.test(segment) ? segment : basicString(segment);
}

/** True where TOML has a form for the value: no null, no binary, whole numbers of 64 bits. */
export function isTomlValue(value: ConfigValue): boolean {
  if (value === null) return false;
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value;
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object') return true;
  if (isConfigList(value)) return value.every(isTomlValue);
  if (isConfigMap(value)) return [...value].every(([key, item]) => isTomlValue(key) && isTomlValue(item));
  return value.kind === 'timestamp';
}

/** The value on one line. `before` is the text it replaces: a literal string stays one where it can. */
export function tomlText(value: ConfigValue, before = ''): string {
  if (typeof value === 'string') return stringText(value, before);
  if (typeof value === 'number') return floatText(value);
  if (value === null || typeof value !== 'object') return `${value}`;
  if (isConfigList(value)) return `[${value.map((item) => tomlText(item)).join(', ')}]`;
  if (isConfigMap(value)) return inlineTable(value);
  return value.kind === 'timestamp' ? value.text : '';
}

/** The value as it reads back: timestamps in their one form. */
export function readBack(value: ConfigValue): ConfigValue {
  if (value === null || typeof value !== 'object') return value;
  if (isConfigList(value)) return value.map(readBack);
  if (isConfigMap(value)) return new Map([...value].map(([key, item]) => [key, readBack(item)]));
  return value.kind === 'timestamp' ? { kind: 'timestamp', text: normalTimestamp(value.text) } : value;
}

function stringText(value: string, before: string): string {
  const literal = before.startsWith("'") && !before.startsWith("'''");
  return literal && !NOT_LITERAL.test(value) ? `'${value}'` : basicString(value);
}

function basicString(value: string): string {
  const escaped = value.replace(NEEDS_ESCAPE, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return ESCAPES.get(character) ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = `${value}`;
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function inlineTable(map: ConfigMap): string {
  if (map.size === 0) return '{}';
  const pairs = [...map].map(([key, value]) => `${tomlKey(key)} = ${tomlText(value)}`);
  return `{ ${pairs.join(', ')} }`;
}
