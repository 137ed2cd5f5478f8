import { userInfo } from 'node:os';
import { MistakeError } from '../core/model/errors.ts';
import { durationMillis, durationSchema } from '../core/source/duration.ts';
import { fullInstantSchema, instantMillis } from '../core/source/instant.ts';
import type { NamedScopes } from '../engine/orders/find-scopes.ts';
import type { CliOptions } from './command.ts';

const REASON_MAX = 200;
const LONGEST_MILLIS = 10 * 365 * 86_400_000;

/** What an order is about; undefined when nothing is named. */
export function readScopes(options: CliOptions): NamedScopes | undefined {
  const { fleet = false, thisHost = false, instance = [], plugin = [] } = options;
  if (!fleet && !thisHost && instance.length + plugin.length === 0) return undefined;
  return { fleet, host: thisHost, instances: instance, plugins: plugin };
}

/** Who gives an order, and why: on one line, since every report shows it. Throws `MistakeError` without a reason. */
export function readOrder(options: CliOptions): { readonly by: string; readonly reason: string } {
  const reason = (options.reason ?? '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (reason === '') {
    throw new MistakeError(
      'an order needs its reason, which everybody will ask for',
      'Say it with --reason "…".',
    );
  }
  if (reason.length > REASON_MAX) {
    throw new MistakeError(
      `the reason has ${reason.length} characters`,
      `Say it in at most ${REASON_MAX}: it is shown in statuses and tables.`,
    );
  }
  return { by: userInfo().username, reason };
}

/** When a suspension ends by itself, in milliseconds since 1970; undefined where the command line does not say. */
export function readEnd({ for: length, until }: CliOptions, now: number): number | undefined {
  if (length !== undefined && until !== undefined) {
    throw new MistakeError('both --for and --until say when it ends', 'Keep one of them.');
  }
  if (length === undefined && until === undefined) return undefined;
  const end = length === undefined ? readTime(until ?? '') : now + readLength(length);
  if (end <= now || end > now + LONGEST_MILLIS) {
    const given = JSON.stringify((length ?? until ?? '').slice(0, 50));
    throw new MistakeError(
      `${given} ends in the past or in more than ten years`,
      'Name a time to come, or leave it out: then it lasts until `homeamp resume`.',
    );
  }
  return end;
}

function readTime(text: string): number {
  // People leave the seconds out.
  const whole = text.replace(/(T\d\d:\d\d)(Z|[+-])/, '$1:00$2');
  if (fullInstantSchema.safeParse(whole).success) return instantMillis(whole);
  throw new MistakeError(
    `${JSON.stringify(text.slice(0, 50))} is no time with its zone`,
    'Write it as 2026-12-01T08:00Z or 2026-12-01T10:00+02:00.',
  );
}

/** A length of time in milliseconds; throws `MistakeError`. */
export function readLength(text: string): number {
  if (durationSchema.safeParse(text).success) return durationMillis(text);
  throw new MistakeError(
    `${JSON.stringify(text.slice(0, 50))} is no duration`,
    'Write it as 90m, 2h, 1h30m or 3d.',
  );
}
