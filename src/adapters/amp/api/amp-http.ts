import { setTimeout as pause } from 'node:timers/promises';
import { OperatingError, TransientError } from '../../../core/model/errors.ts';
import type { RequestResult } from '../../../ports/telemetry.ts';
import { moved, outOfReach, serverFails, tooManyCalls, tooSlow, unusableAnswer } from './failures.ts';
import { parseJson } from './parse-json.ts';

export interface AmpHttpOptions {
  readonly timeoutMillis: number;
  readonly maxAnswerBytes: number;
  /** Before a call that may be repeated is sent once more. */
  readonly retryPauseMillis: number;
  /** Told of every exchange, for metrics. */
  readonly onRequest?: ((result: RequestResult) => void) | undefined;
}

export interface AmpPost {
  readonly url: string;
  /** What goes into the header Authorization. */
  readonly authorization: string | undefined;
  readonly body: object;
  readonly isRepeatable: boolean;
}

/** What AMP sent, not yet judged: it reports most failures with status 200. */
export interface AmpReply {
  readonly status: number;
  /** Undefined for an empty body, which is how AMP says that a method without a result is done. */
  readonly value: unknown;
}

/** Throws `TransientError`, or `MistakeError` for a redirect; neither holds anything of the request. */
export type AmpHttp = (post: AmpPost) => Promise<AmpReply>;

const SECOND = 1000;
const DEFAULT_WAIT = 60 * SECOND;
const MAX_WAIT = 15 * DEFAULT_WAIT;

export function createAmpHttp(options: AmpHttpOptions): AmpHttp {
  return async (post) => {
    try {
      return await exchange(post, options);
    } catch (error) {
      const mayRepeat = error instanceof TransientError && error.retryAfterMillis === undefined;
      if (!post.isRepeatable || !mayRepeat) throw error;
      await pause(options.retryPauseMillis);
      return exchange(post, options);
    }
  };
}

async function exchange(post: AmpPost, options: AmpHttpOptions): Promise<AmpReply> {
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      headers: headersOf(post),
      body: JSON.stringify(post.body),
      // A redirect would carry the password to an address that nobody named.
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMillis),
    });
    const failure = failureOf(response);
    options.onRequest?.(response.status === 429 ? 'limited' : failure === undefined ? 'ok' : 'failed');
    if (failure !== undefined) {
      await response.body?.cancel();
      throw failure;
    }
    return { status: response.status, value: await readValue(response, options.maxAnswerBytes) };
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    options.onRequest?.('failed');
    // What fetch throws may hold the request with its password, so it is not passed on.
    throw error instanceof Error && error.name === 'TimeoutError' ? tooSlow() : outOfReach();
  }
}

function headersOf({ authorization }: AmpPost): Record<string, string> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return authorization === undefined ? headers : { ...headers, authorization };
}

/** Statuses between 400 and 499 pass: what they mean is in the body. */
function failureOf({ status, headers }: Response): OperatingError | undefined {
  if (status === 429) return tooManyCalls(waitAskedFor(headers) ?? DEFAULT_WAIT);
  if (status >= 500) return serverFails(waitAskedFor(headers));
  return status >= 300 && status < 400 ? moved() : undefined;
}

function waitAskedFor(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  if (!/^\d{1,9}$/.test(text)) return undefined;
  return Math.min(MAX_WAIT, Math.max(SECOND, Number(text) * SECOND));
}

async function readValue(response: Response, maxBytes: number): Promise<unknown> {
  const text = await readBounded(response, maxBytes);
  if (text === undefined) throw unusableAnswer();
  if (text.trim() === '') return undefined;
  const parsed = parseJson(text);
  if (parsed !== undefined) return parsed.value;
  if (response.ok) throw unusableAnswer();
  return undefined;
}

async function readBounded(response: Response, maxBytes: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
