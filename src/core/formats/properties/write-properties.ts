import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';

/**
 * The text that Minecraft would store for a scalar: `true`, `20`, `1.5`. Undefined for what a flat file can't
 * hold: null, lists, maps and binary. Compare desired values with a live file by this text.
 */
export function propertyText(value: ConfigValue): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
      return `${value}`;
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 1e7 ? value.toFixed(1) : `${value}`;
  }
  if (value === null || isConfigList(value) || isConfigMap(value)) return undefined;
  return value.kind === 'timestamp' ? value.text : undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\f', '\\f'],
]);
const IN_VALUES = /[\\\n\r]|^[ \t\f]|\p{Surrogate}/gu;
const IN_KEYS = /[\\\n\r \t\f=:]|^[#!]|\p{Surrogate}/gu;

/** Escapes only what would not read back as it stands. `bare` values follow a separator of blanks alone. */
export function escapeValue(value: string, bare: boolean): string {
  const escaped = value.replace(IN_VALUES, escapeCharacter);
  return bare && /^[=:]/.test(escaped) ? `\\${escaped}` : escaped;
}

export function escapeKey(key: string): string {
  return key.replace(IN_KEYS, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800) return `\\u${code.toString(16).toUpperCase()}`;
  return ESCAPES.get(character) ?? `\\${character}`;
}
