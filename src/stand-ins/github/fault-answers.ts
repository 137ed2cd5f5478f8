import type { Fault } from '../faults.ts';
import type { Answer } from './call.ts';

const DEFAULT_WAIT_SECONDS = 60;

/** What a fault says in place of the real answer; undefined where the request is carried out, or cut. */
export function faultAnswer(fault: Fault, nowMillis: number): Answer | undefined {
  const wait = fault.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS;
  switch (fault.kind) {
    case 'unauthorized':
      return say(401, 'Bad credentials');
    case 'secondary-limit':
      return {
        ...say(
          403,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        ),
        headers: { 'retry-after': String(wait) },
      };
    case 'primary-limit':
      return {
        ...say(403, 'API rate limit exceeded.'),
        headers: {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Math.ceil(nowMillis / 1000) + wait),
        },
      };
    case 'not-found':
      return say(404, 'Not Found');
    case 'conflict':
      return say(409, 'Conflict');
    case 'unprocessable':
      return say(422, 'Validation Failed');
    case 'server-error':
      return say(fault.status ?? 500, 'Server Error');
    case 'html':
      return { status: fault.status ?? 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' };
    case 'slow':
    case 'cut-before':
    case 'cut-after':
    case 'empty-body':
      return undefined;
  }
}

function say(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}
