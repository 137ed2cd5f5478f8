import type { ConfigValue } from '../../model/config-value.ts';
import type { EditedValue, LeftReason } from './edited-key.ts';

export type ReadValue = EditedValue | { readonly kind: 'left'; readonly why: LeftReason };

const DEEPEST = 64;

/** A live value as a host's report tells it. What a report can't tell apart is left, never guessed. */
export function readReportedValue(told: unknown): ReadValue {
  if (!isRecord(told)) return left(UNCLEAR);
  if (told['absent'] === true) return { kind: 'absent' };
  if (told['secret'] === true) return left(HIDDEN);
  if (told['section'] === true) return left(SECTION);
  if ('wholeFile' in told) return left(WHOLE_FILE);
  if (!Object.hasOwn(told, 'value')) return left(UNCLEAR);
  const value = fromJson(told['value'], 0);
  return value === undefined ? left(UNCLEAR) : { kind: 'value', value };
}

/** Undefined where several values look like this. */
function fromJson(told: unknown, depth: number): ConfigValue | undefined {
  if (told === null || typeof told === 'boolean') return told;
  if (typeof told === 'string') return isNumberInDisguise(told) ? undefined : told;
  // 5 and 5.0 are equal to every server, and are written alike.
  if (typeof told === 'number') return Number.isSafeInteger(told) ? BigInt(told) : told;
  if (depth >= DEEPEST) return undefined;
  if (Array.isArray(told)) return allOrNone(told.map((item: unknown) => fromJson(item, depth + 1)));
  if (!isRecord(told) || isMarker(told)) return undefined;
  const items = allOrNone(Object.values(told).map((item) => fromJson(item, depth + 1)));
  return items && new Map(Object.keys(told).map((name, index) => [name, items[index] ?? null]));
}

/** Numbers that JSON can't hold are told as texts. */
function isNumberInDisguise(text: string): boolean {
  return /^(?:NaN|-?Infinity|-?\d{16,})$/.test(text);
}

/** What dates, bytes and secrets are told as. */
function isMarker(told: Readonly<Record<string, unknown>>): boolean {
  const [name, more] = Object.keys(told);
  return more === undefined && (name === 'timestamp' || name === 'binary' || name === 'secret');
}

function allOrNone(items: readonly (ConfigValue | undefined)[]): readonly ConfigValue[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}

function isRecord(told: unknown): told is Readonly<Record<string, unknown>> {
  return typeof told === 'object' && told !== null && !Array.isArray(told);
}

function left(why: LeftReason): ReadValue {
  return { kind: 'left', why };
}

/** Secrets and what is named like one, wherever they were seen. */
export const HIDDEN: LeftReason = {
  code: 'secret',
  message: 'its value is a secret or named like one',
  help: 'Put the new value under its name with `homeamp secrets set`, and write `{{secret:NAME}}` in the repository.',
};

/** Keys of the server's own lie where the repository has a value. */
export const SECTION: LeftReason = {
  code: 'section',
  message: 'the server has a section here, and the repository a value',
  help: 'Give the key up in the repository, and own the keys below it instead.',
};

const UNCLEAR: LeftReason = {
  code: 'unclear-in-report',
  message: 'the report does not tell this value exactly',
  help: 'Run `homeamp adopt` on the host itself.',
};

const WHOLE_FILE: LeftReason = {
  code: 'not-in-report',
  message: 'a report tells only how long the text of a whole file is',
  help: 'Run `homeamp adopt` on the host itself.',
};
