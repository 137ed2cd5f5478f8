import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import type { LiveValue } from '../model/drift.ts';
import { isSensitiveKey } from '../model/key-path.ts';
import type { DesiredKey } from '../model/managed-file.ts';
import type { JsonValue, ValueReport } from './report.ts';

/** A key's desired value for showing: secrets and keys with a credential's name are hidden. */
export function reportDesired(key: Pick<DesiredKey, 'id' | 'value'>): ValueReport {
  switch (key.value.kind) {
    case 'absent':
      return { absent: true };
    case 'secret':
    case 'unresolved':
      return { secret: true };
    case 'value':
      return reportValue(key.id, key.value.value);
  }
}

/** A key's live value for showing. */
export function reportLive(key: DesiredKey, live: LiveValue): ValueReport {
  switch (live.kind) {
    case 'absent':
      return { absent: true };
    case 'section':
      return { section: true };
    case 'secret':
      return { secret: true };
    case 'value': {
      // Comparing hides it already; a value that reached this place by another way is hidden all the same.
      const isSecret = key.value.kind === 'secret' || key.value.kind === 'unresolved';
      return isSecret ? { secret: true } : reportValue(key.id, live.value);
    }
  }
}

/** A value under a key's id. The text of a whole file is told by its length alone. */
export function reportValue(id: string, value: ConfigValue): ValueReport {
  if (isSensitiveKey(id)) return { secret: true };
  if (id === '' && typeof value === 'string') return { wholeFile: { lines: countLines(value) } };
  return { value: toJson(value) };
}

/** Whole numbers beyond 2^53 and floats that JSON lacks become text; values below credential-like names are hidden. */
export function toJson(value: ConfigValue): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : String(value);
  if (isConfigList(value)) return value.map(toJson);
  // fromEntries defines own properties, so that even `__proto__` is only a name.
  if (isConfigMap(value)) return Object.fromEntries([...value].map(entryToJson));
  return value.kind === 'timestamp' ? { timestamp: value.text } : { binary: value.base64 };
}

function entryToJson([name, value]: readonly [string, ConfigValue]): readonly [string, JsonValue] {
  return [name, isSensitiveKey(name) ? { secret: true } : toJson(value)];
}

function isSafe(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
}

function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
