/**
 * A value as the game server holds it after reading its file.
 * Whole numbers are `bigint` (no loss at any size), floating-point numbers are `number`.
 */
export type ConfigValue =
  | null
  | boolean
  | string
  | bigint
  | number
  | Timestamp
  | Binary
  | readonly ConfigValue[]
  | ConfigMap;

/** Keys are what the server's own API shows: YAML's `5:` and `yes:` are the keys "5" and "true". */
export type ConfigMap = ReadonlyMap<string, ConfigValue>;

/** A date or time; `text` is ISO 8601 in UTC for YAML, and the file's own text for TOML's local forms. */
export interface Timestamp {
  readonly kind: 'timestamp';
  readonly text: string;
}

export interface Binary {
  readonly kind: 'binary';
  readonly base64: string;
}

export type ConfigType =
  | 'null'
  | 'boolean'
  | 'string'
  | 'int'
  | 'float'
  | 'timestamp'
  | 'binary'
  | 'list'
  | 'map';

export function isConfigList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

export function isConfigMap(value: ConfigValue): value is ConfigMap {
  return value instanceof Map;
}

export function typeOf(value: ConfigValue): ConfigType {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
  }
  if (value === null) return 'null';
  if (isConfigList(value)) return 'list';
  if (isConfigMap(value)) return 'map';
  return value.kind;
}

/** The value with every text in it changed, but for the names in maps. */
export function mapTexts(value: ConfigValue, change: (text: string) => string): ConfigValue {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isConfigList(value)) return value.map((item) => mapTexts(item, change));
  if (!isConfigMap(value)) return value;
  return new Map([...value].map(([name, item]) => [name, mapTexts(item, change)]));
}

/** Strict in type, except that whole and floating-point numbers are equal when their values are. */
export function equalValues(a: ConfigValue, b: ConfigValue): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a !== 'object' || typeof b !== 'object') return equalNumbers(a, b);
  if (isConfigList(a)) return isConfigList(b) && equalLists(a, b);
  if (isConfigMap(a)) return isConfigMap(b) && equalMaps(a, b);
  if (isConfigList(b) || isConfigMap(b)) return false;
  if (a.kind === 'timestamp') return b.kind === 'timestamp' && a.text === b.text;
  return b.kind === 'binary' && a.base64 === b.base64;
}

function equalNumbers(a: ConfigValue, b: ConfigValue): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  // `==` between bigint and number compares exact mathematical values.
  // biome-ignore lint/suspicious/noDoubleEquals: the only operator that compares bigint with number by value
  if (typeof a === 'bigint' && typeof b === 'number') return a == (b as unknown as bigint);
  // biome-ignore lint/suspicious/noDoubleEquals: as above
  if (typeof a === 'number' && typeof b === 'bigint') return b == (a as unknown as bigint);
  return false;
}

function equalLists(a: readonly ConfigValue[], b: readonly ConfigValue[]): boolean {
  return a.length === b.length && a.every((item, index) => equalValues(item, b[index] as ConfigValue));
}

function equalMaps(a: ConfigMap, b: ConfigMap): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !equalValues(value, other)) return false;
  }
  return true;
}

/**
 * One text per value, equal exactly when `equalValues` holds, for digests and fingerprints.
 * Floats with a whole value read like ints, so that `1` and `1.0` agree.
 */
export function canonicalText(value: ConfigValue): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}`;
    case 'number':
      return Number.isInteger(value) ? `${BigInt(value)}` : `${value}`;
  }
  if (value === null) return 'null';
  if (isConfigList(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isConfigMap(value)) {
    const keys = [...value.keys()].sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(value.get(key) as ConfigValue)}`).join(',')}}`;
  }
  return value.kind === 'timestamp' ? `@${JSON.stringify(value.text)}` : `!${value.base64}`;
}
