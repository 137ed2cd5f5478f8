import type { Log, LogFields } from '../../ports/log.ts';
import { cutLong, escapeUnsafe, escapeUnsafeJson } from './escape-unsafe.ts';

type Level = 'info' | 'warn' | 'error';
type LogValue = LogFields[string];

export interface LogOptions {
  /** Gets one whole line with its end. */
  readonly write: (line: string) => void;
  readonly format: 'json' | 'text';
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
}

/**
 * One line an event, whatever the texts hold: what would break a line, steer a terminal or hide is escaped, and texts
 * of more than 2,000 characters are cut. JSON lines begin with `at`, `level` and `message`, which no field replaces.
 */
export function createLog({ write, format, now }: LogOptions): Log {
  const lineOf = format === 'json' ? jsonLine : textLine;
  const say =
    (level: Level) =>
    (message: string, fields: LogFields = {}) =>
      write(`${lineOf({ at: new Date(now()).toISOString(), level, message: cutLong(message) }, fields)}\n`);
  return { info: say('info'), warn: say('warn'), error: say('error') };
}

interface Head {
  readonly at: string;
  readonly level: Level;
  readonly message: string;
}

function jsonLine(head: Head, fields: LogFields): string {
  const entries = Object.entries(fields).map(([name, value]) => [name, cutValue(value)] as const);
  return escapeUnsafeJson(JSON.stringify({ ...head, ...Object.fromEntries(entries), ...head }));
}

function textLine({ at, level, message }: Head, fields: LogFields): string {
  const facts = Object.entries(fields).map(([name, value]) => ` ${escapeUnsafe(name)}=${textOf(value)}`);
  return `${at} ${level.padEnd(5)} ${escapeUnsafe(message)}${facts.join('')}`;
}

// Quoted where a reader could take a part of the text for another field.
function textOf(value: LogValue): string {
  const text = String(cutValue(value));
  return /^[^\s"=\\]+$/.test(text) ? escapeUnsafe(text) : escapeUnsafeJson(JSON.stringify(text));
}

function cutValue(value: LogValue): LogValue {
  return typeof value === 'string' ? cutLong(value) : value;
}
