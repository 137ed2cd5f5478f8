import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as rest } from 'node:timers/promises';
import type { Client } from 'minio';
import { OperatingError } from '../../../core/model/errors.ts';
import { S3_LIMITS, type S3Access, type S3Limits } from './s3-access.ts';
import { failureOf, isWorthAnotherTry, type S3Failure, S3RequestError } from './s3-failure.ts';
import { type S3Place, storeError } from './s3-failure-words.ts';
import { createS3Transport, type S3Answer } from './s3-transport.ts';

const ATTEMPTS = 3;
const SOCKETS = 8;
/** A line that is slower than this is no place for a store. */
const SLOWEST_BYTES_PER_MILLI = 128;

export interface S3Call<T> {
  readonly maxBytes: number;
  /** Bytes that are sent, for which there is more time. */
  readonly sends?: number;
  /** Makes exactly one request. Gives what came of it; throws `S3RequestError` for an answer that is no good. */
  readonly make: (client: Client, answer: () => S3Answer) => Promise<T>;
}

/** Calls on one bucket: each with a limit of time, tried again where that may help. */
export interface S3Calls {
  readonly place: S3Place;
  readonly limits: S3Limits;
  /** Throws `S3RequestError` for what the caller may know better, else the model's kinds through `fail`. */
  send<T>(call: S3Call<T>): Promise<T>;
  fail(error: unknown): Error;
}

/** Nothing is asked of the network yet, and the client's code is loaded by the first call. */
export function createS3Calls(access: S3Access): S3Calls {
  const url = new URL(access.endpoint);
  const place = { server: url.host, bucket: access.bucket };
  const limits = { ...S3_LIMITS, ...access.limits };
  const Agent = url.protocol === 'https:' ? HttpsAgent : HttpAgent;
  const line = { access, url, limits, connections: new Agent({ keepAlive: true, maxSockets: SOCKETS }) };
  return { place, limits, send: (call) => send(line, call), fail: (error) => failed(error, place) };
}

/** What all calls on a bucket share. */
interface Line {
  readonly access: S3Access;
  readonly url: URL;
  readonly limits: S3Limits;
  readonly connections: HttpAgent;
}

async function send<T>(line: Line, call: S3Call<T>): Promise<T> {
  const { callMillis, restMillis } = line.limits;
  const signal = AbortSignal.timeout(Math.ceil(callMillis + (call.sends ?? 0) / SLOWEST_BYTES_PER_MILLI));
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(line, call, signal);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const millis = restAfter(failure, tried, restMillis);
      if (tried === ATTEMPTS || signal.aborted || millis === undefined) throw new S3RequestError(failure);
      await rest(millis, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function attempt<T>(line: Line, call: S3Call<T>, signal: AbortSignal): Promise<T> {
  let answer: S3Answer | undefined;
  const transport = createS3Transport({ ...line.limits, maxBytes: call.maxBytes, signal }, (whole) => {
    answer = whole;
  });
  const client = await clientOf(line, transport);
  const lastAnswer = (): S3Answer => {
    if (answer === undefined) throw new S3RequestError({ kind: 'unusable' });
    return answer;
  };
  return counted(line.access, () => call.make(client, lastAnswer));
}

type Transport = NonNullable<ConstructorParameters<typeof Client>[0]['transport']>;

async function clientOf({ access, url, connections }: Line, transport: Transport): Promise<Client> {
  const { Client } = await import('minio');
  return new Client({
    endPoint: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    useSSL: url.protocol === 'https:',
    region: access.region,
    accessKey: access.accessKey.reveal(),
    secretKey: access.secretKey.reveal(),
    // Its own retries print to the console and leave the refused answer unread.
    retryOptions: { disableRetry: true },
    // One request an object: its uploads in parts give no digest to check.
    partSize: 512 * 1024 * 1024,
    transport,
    transportAgent: connections,
  });
}

async function counted<T>({ onRequest }: S3Access, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    onRequest?.('ok');
    return result;
  } catch (error) {
    const failure = failureOf(error);
    onRequest?.(failure?.kind === 'refused' && [404, 416].includes(failure.status) ? 'ok' : 'failed');
    throw error;
  }
}

/** Undefined when another attempt would be in vain. */
function restAfter(failure: S3Failure, tried: number, first: number): number | undefined {
  if (!isWorthAnotherTry(failure)) return undefined;
  const asked = failure.kind === 'refused' ? failure.retryAfterMillis : undefined;
  const own = first * 4 ** (tried - 1) * (0.75 + Math.random() / 2);
  if (asked === undefined) return own;
  return asked <= 5_000 ? Math.max(own, asked) : undefined;
}

function failed(error: unknown, place: S3Place): Error {
  if (error instanceof OperatingError) return error;
  const failure = failureOf(error);
  if (failure !== undefined) return storeError(failure, place);
  return error instanceof Error ? error : new Error('the S3 client threw something that is no error');
}
