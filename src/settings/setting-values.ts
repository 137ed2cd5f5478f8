import { validate } from 'node-cron';
import type { Every } from '../core/model/schedule.ts';
import { durationMillis, durationSchema } from '../core/source/duration.ts';
import type { ListenAddress } from './settings.ts';
import { isLoopback } from './source-address.ts';

const LISTEN = /^(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})$/;
const LAST_PORT = 65_535;
const LONGEST_WAIT_MILLIS = 7 * 86_400_000;

/** Splits `host:port`; an address of IPv6 stands in brackets and loses them. */
export function parseListen(text: string): ListenAddress | undefined {
  const [, host, port] = LISTEN.exec(text) ?? [];
  if (host === undefined || Number(port) > LAST_PORT) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** True for `host:port`. */
export function isListen(text: string): boolean {
  return parseListen(text) !== undefined;
}

/** True for `host:port` on this machine. */
export function isLoopbackListen(text: string): boolean {
  const listen = parseListen(text);
  return listen !== undefined && isLoopback(listen.host);
}

/** True for a duration, and for a cron expression of five fields. */
export function isEvery(text: string): boolean {
  if (!isCron(text)) return durationSchema.safeParse(text).success;
  return text.length <= 256 && text.split(/\s+/).length === 5 && validate(text);
}

/** True for a cron expression, which never fires twice a minute, and for durations within these bounds. */
export function isWithin(text: string, leastMillis: number): boolean {
  if (isCron(text)) return true;
  const millis = durationMillis(text);
  return millis >= leastMillis && millis <= LONGEST_WAIT_MILLIS;
}

/** A text that `isEvery` holds for. */
export function parseEvery(text: string, timezone: string): Every {
  if (isCron(text)) return { kind: 'cron', expression: text, timezone };
  return { kind: 'interval', millis: durationMillis(text) };
}

/** The share that a text such as `10%` stands for. */
export function parsePercent(text: string): number {
  return Number(text.slice(0, -1)) / 100;
}

/** No duration holds a blank, and every cron expression does. */
function isCron(text: string): boolean {
  return /\s/.test(text.trim());
}
