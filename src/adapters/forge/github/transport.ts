import { OperatingError } from '../../../core/model/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { RequestResult } from '../../../ports/telemetry.ts';
import { createAnswerCache, type KeptAnswer } from './answer-cache.ts';
import { moved, outOfReach, serverFails, unusableAnswer } from './github-failures.ts';
import {
  createRateLimit,
  isLimitRefusal,
  type RateSigns,
  rateSigns,
  remainingRequests,
} from './rate-limit.ts';
import { readBoundedBody } from './read-bounded-body.ts';
import { createRequestQueue } from './request-queue.ts';

/** One exchange with GitHub. `status` is 0 when no answer came, 304 when the kept answer still holds. */
export interface ForgeRequest {
  /** GitHub's own name of the operation, such as `pulls/list`. */
  readonly operation: string;
  readonly status: number;
  readonly remaining: number | undefined;
  readonly result: RequestResult;
  /** What GitHub said of this account's requests; undefined where it said nothing. */
  readonly rate: RateSigns | undefined;
}

export interface TransportOptions {
  readonly clock: Clock;
  readonly onRequest: (request: ForgeRequest) => void;
  readonly writeGapMillis: number;
  readonly timeoutMillis: number;
  readonly maxAnswerBytes: number;
}

/** What octokit hands to `fetch`. */
export interface RequestInitOfOctokit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

/** A `fetch` for octokit; it throws the kinds of core/model/errors.ts, which hold nothing of the request. */
export type Fetch = (url: string, init: RequestInitOfOctokit) => Promise<Response>;

export interface Transport {
  /** One for each operation, all sharing the queue, the limits and the kept answers. */
  fetchFor(operation: string): Fetch;
  /** After an answer that can't be trusted. */
  forgetAnswers(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const WITHOUT_BODY: readonly number[] = [204, 205];
const API_VERSION = '2022-11-28';

/** Asks one thing at a time, conditionally where it can, and not at all while GitHub wants to be left alone. */
export function createTransport(options: TransportOptions): Transport {
  const queue = createRequestQueue(options.writeGapMillis);
  const limit = createRateLimit(options.clock);
  const answers = createAnswerCache();

  const ask = async (operation: string, url: string, init: RequestInitOfOctokit): Promise<Response> => {
    limit.assertOpen();
    const isRead = init.method === 'GET';
    const kept = isRead ? answers.get(url) : undefined;
    const answer = await exchange(url, withEtag(init, kept?.etag), options).catch((error: unknown) => {
      options.onRequest({
        operation,
        status: 0,
        remaining: undefined,
        result: 'failed',
        rate: undefined,
      });
      throw error;
    });
    const { status, headers, body } = answer;
    options.onRequest({
      operation,
      status,
      remaining: remainingRequests(headers),
      result: resultOf(answer),
      rate: rateSigns(headers),
    });
    limit.learn(answer);
    if (isLimitRefusal(answer)) limit.assertOpen();
    if (status === 304 && kept !== undefined) return replay(kept);
    assertUsable(status);
    const etag = headers.get('etag');
    if (isRead && status === 200 && etag !== null) {
      answers.put(url, { etag, body, headers: keptHeaders(headers) });
    }
    return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers });
  };

  return {
    fetchFor: (operation) => async (url, init) => {
      // Here too, so that nobody stands in line for a refusal.
      limit.assertOpen();
      return queue.run(init.method !== 'GET', () => ask(operation, url, init));
    },
    forgetAnswers: answers.clear,
  };
}

function resultOf(answer: Answer): RequestResult {
  if (answer.status >= 500) return 'failed';
  return isLimitRefusal(answer) ? 'limited' : 'ok';
}

async function exchange(url: string, init: RequestInitOfOctokit, options: TransportOptions): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: init.method,
      headers: { ...init.headers, 'x-github-api-version': API_VERSION },
      body: init.body ?? null,
      // A redirect would carry a write to a repository that nobody named.
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMillis),
    });
    const body = await readBoundedBody(response, options.maxAnswerBytes);
    if (body === undefined) throw unusableAnswer();
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    // What fetch throws may hold the request with its token, so it is not passed on.
    throw error instanceof OperatingError ? error : outOfReach();
  }
}

/** Answers between 400 and 499 pass: what they mean depends on the call. */
function assertUsable(status: number): void {
  if (status >= 500) throw serverFails();
  if (status === 304) throw unusableAnswer();
  if (status >= 300 && status < 400) throw moved();
}

function withEtag(init: RequestInitOfOctokit, etag: string | undefined): RequestInitOfOctokit {
  return etag === undefined ? init : { ...init, headers: { ...init.headers, 'if-none-match': etag } };
}

function keptHeaders(headers: Headers): KeptAnswer['headers'] {
  return ['content-type', 'link'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
}

function replay({ body, headers }: KeptAnswer): Response {
  return new Response(body, { headers: Object.fromEntries(headers) });
}
