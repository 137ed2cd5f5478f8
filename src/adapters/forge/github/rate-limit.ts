import { TransientError } from '../../../core/model/errors.ts';
import type { Clock } from '../../../ports/clock.ts';

/** What matters of an answer for telling how much may be asked. */
export interface LimitSigns {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Remembers for how long GitHub wants to be left alone. */
export interface RateLimit {
  /** Throws `TransientError` while nothing may be asked. */
  assertOpen(): void;
  learn(answer: LimitSigns): void;
}

const SECOND = 1000;
const DEFAULT_WAIT = 60 * SECOND;
const MAX_WAIT = 60 * DEFAULT_WAIT;
const DIGITS = /^\d{1,12}$/;

export function createRateLimit(clock: Clock): RateLimit {
  let closedUntil = 0;
  return {
    assertOpen: () => {
      const wait = closedUntil - clock.now();
      // More than we ever set means that the host's clock was put back.
      if (wait > 0 && wait <= MAX_WAIT) throw limited(wait);
    },
    learn: (answer) => {
      const wait = waitAskedFor(answer, clock.now());
      if (wait === undefined) return;
      closedUntil = clock.now() + Math.min(MAX_WAIT, Math.max(SECOND, wait));
    },
  };
}

/** The requests left in this hour; undefined when the answer does not say. */
export function remainingRequests(headers: Headers): number | undefined {
  return wholeNumber(headers.get('x-ratelimit-remaining'));
}

/** How much an account may ask in the period that runs. */
export interface RateSigns {
  readonly limit: number;
  readonly remaining: number;
  /** When the period ends, in seconds since 1970, UTC. */
  readonly resetSeconds: number;
}

/** Undefined unless the answer says all of it. */
export function rateSigns(headers: Headers): RateSigns | undefined {
  const limit = wholeNumber(headers.get('x-ratelimit-limit'));
  const remaining = remainingRequests(headers);
  const resetSeconds = wholeNumber(headers.get('x-ratelimit-reset'));
  if (limit === undefined || remaining === undefined || resetSeconds === undefined) return undefined;
  return { limit, remaining, resetSeconds };
}

/** True for an answer that refuses because of too many requests, or because the server can't keep up. */
export function isLimitRefusal(answer: LimitSigns): boolean {
  const { status, headers } = answer;
  if (status === 429 || status >= 500) return true;
  return (
    status === 403 && (headers.has('retry-after') || remainingRequests(headers) === 0 || isSecondary(answer))
  );
}

function waitAskedFor(answer: LimitSigns, now: number): number | undefined {
  const { status, headers } = answer;
  const retryAfter = headers.get('retry-after');
  if (status >= 400 && retryAfter !== null) return secondsOrDate(retryAfter, now) ?? DEFAULT_WAIT;
  if (remainingRequests(headers) === 0) {
    const reset = wholeNumber(headers.get('x-ratelimit-reset'));
    return reset === undefined ? DEFAULT_WAIT : reset * SECOND - now;
  }
  return status === 429 || (status === 403 && isSecondary(answer)) ? DEFAULT_WAIT : undefined;
}

/** GitHub does not always say `retry-after` with this refusal, and has no other sign for it than its text. */
function isSecondary(answer: LimitSigns): boolean {
  return /\bsecondary rate\b/i.test(answer.body.slice(0, 2000));
}

function secondsOrDate(text: string, now: number): number | undefined {
  const seconds = wholeNumber(text);
  if (seconds !== undefined) return seconds * SECOND;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date - now;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && DIGITS.test(text) ? Number(text) : undefined;
}

function limited(retryAfterMillis: number): TransientError {
  return new TransientError(
    'GitHub limits the requests of this account for now.',
    'Nothing to do: homeamp asks again when GitHub allows it.',
    { retryAfterMillis },
  );
}
