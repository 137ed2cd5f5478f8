import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { WebAnswer, WebProbe } from '../../ports/web-probe.ts';
import { connectionFailure } from './connection-failure.ts';

export interface WebProbeOptions {
  /** For all of it; 5 seconds when left out. */
  readonly timeoutMillis?: number;
  readonly now: () => number;
}

const TIMEOUT_MILLIS = 5000;
const MAX_BODY_BYTES = 64 * 1024;

export function createWebProbe(options: WebProbeOptions): WebProbe {
  return { get: (url, headers = {}) => get(new URL(url), headers, options) };
}

function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { timeoutMillis = TIMEOUT_MILLIS, now }: WebProbeOptions,
): Promise<WebAnswer> {
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, { headers: { 'user-agent': 'homeamp', ...headers }, agent: false });
    const end = (answer: WebAnswer): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ kind: 'failed', cause: 'silent' }), timeoutMillis);
    request.on('error', (error) => end({ kind: 'failed', cause: webCause(error) }));
    request.on('response', (response) => {
      const atMillis = now();
      readBody(response, (body) => end({ ...factsOf(response), kind: 'answered', atMillis, body }));
    });
    request.end();
  });
}

function webCause(error: unknown): Extract<WebAnswer, { kind: 'failed' }>['cause'] {
  const cause = connectionFailure(error);
  return cause === 'silent' || cause === 'stranger' || cause === 'untrusted' ? cause : 'unreachable';
}

function factsOf({ statusCode = 0, headers }: IncomingMessage) {
  const date = Date.parse(headers.date ?? '');
  return { status: statusCode, dateMillis: Number.isNaN(date) ? undefined : date };
}

/** What is more than the bound, or cut off, is left out. */
function readBody(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (): void => done(Buffer.concat(chunks).toString('utf8'));
  response.on('data', (chunk: Buffer) => {
    if (size + chunk.length > MAX_BODY_BYTES) {
      finish();
      return;
    }
    size += chunk.length;
    chunks.push(chunk);
  });
  response.on('end', finish);
  response.on('error', finish);
}
