import type { ConfigValue } from '../../model/config-value.ts';
import { hasReferences } from '../../model/variable-reference.ts';
import { findUnprintable } from './characters.ts';
import { implicitTag } from './scalar-tag.ts';
import type { ScalarStyle } from './tokens.ts';

export interface ScalarPlace {
  /** The style that the text had there; kept where it can hold the new value. */
  readonly style: ScalarStyle;
  /** True inside `[...]` or `{...}`. */
  readonly flow: boolean;
}

const INDICATORS = '-?:,[]{}#&*!|>\'"%@`=';
const FLOW_UNSAFE = /[,[\]{}?:#]/;
const BLOCK_UNSAFE = /:(?: |$)| #/;
const NEEDS_ESCAPE = /[\t\n\r\x85\u2028\u2029\ufeff\ud800-\udfff]/;
const TO_ESCAPE = /["\\\t\n\r\x85\u2028\u2029\ufeff]|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]/gu;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\x85', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

/** A scalar's text on one line, such that SnakeYAML reads the same value; undefined for a list or a map. */
export function writeScalar(value: ConfigValue, place: ScalarPlace): string | undefined {
  switch (typeof value) {
    case 'string':
      return writeString(value, place);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return writeNumber(value);
  }
  if (value === null) return 'null';
  if (!('kind' in value) || typeof value.kind !== 'string') return undefined;
  return value.kind === 'timestamp' ? value.text : `!!binary "${value.base64}"`;
}

/** A key's text. Keys are strings, so that one that looks like a number is quoted. */
export function writeKey(name: string, flow: boolean): string {
  return writeString(name, { style: 'plain', flow });
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function writeString(text: string, { style, flow }: ScalarPlace): string {
  // Every other YAML tool takes an unquoted `{{NAME}}` for a map.
  if (style === 'double' || (style !== 'single' && hasReferences(text))) return doubleQuoted(text);
  if (style !== 'single' && isPlainSafe(text, flow)) return text;
  return isSingleSafe(text) ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

function isPlainSafe(text: string, flow: boolean): boolean {
  const first = text.charAt(0);
  if (first === '' || (INDICATORS.includes(first) && !/^-[A-Za-z]/.test(text))) return false;
  if (text.trim() !== text || !isSingleSafe(text) || implicitTag(text) !== 'str') return false;
  return flow ? !FLOW_UNSAFE.test(text) : !BLOCK_UNSAFE.test(text);
}

function isSingleSafe(text: string): boolean {
  if (!NEEDS_ESCAPE.test(text)) return findUnprintable(text) < 0;
  return !/[\t\n\r\x85\u2028\u2029\ufeff]|\p{Surrogate}/u.test(text) && findUnprintable(text) < 0;
}

function doubleQuoted(text: string): string {
  return `"${text.replace(TO_ESCAPE, escapeOf)}"`;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return character;
  return SHORT_ESCAPES.get(character) ?? `\\u${code.toString(16).padStart(4, '0')}`;
}
