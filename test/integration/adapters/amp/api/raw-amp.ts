import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { createAmpOperator } from '../../../../../src/adapters/amp/index.ts';
import { OperatingError } from '../../../../../src/core/model/errors.ts';
import { Secret } from '../../../../../src/core/model/secret.ts';
import type { ServerOperator } from '../../../../../src/ports/server-operator.ts';

export const PASSWORD = 'pass-of-the-fleet-91f3';
export const SESSION = 'session-of-the-fleet';
export const TOW01 = '1f0e7c1a-0000-4000-8000-000000000001';

/** A call as it came over the wire. */
export interface RawCall {
  /** `Core/Stop`, behind whatever the layer puts before it. */
  readonly method: string;
  /** Undefined for the controller. */
  readonly instance: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
}

/** What is sent back to the byte; an object is sent as JSON. */
export interface RawReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object | boolean;
  /** The connection ends without an answer. */
  readonly hangUp?: true;
  /** The answer never comes. */
  readonly silence?: true;
  readonly delayMillis?: number;
}

type Answer = RawReply | ((call: RawCall) => RawReply);

/** A web server that answers AMP's paths with raw bodies, and an operator that talks to it. Ends with the running test. */
export interface RawAmp {
  readonly url: string;
  readonly operator: ServerOperator;
  readonly clock: { time: number; now(): number };
  /** In the order they came. */
  readonly calls: readonly RawCall[];
  /** By `Module/Method`; `controller:` or `instance:` in front for one layer alone. */
  readonly answers: Record<string, Answer>;
  count(method: string): number;
  createOperator(options?: Partial<Parameters<typeof createAmpOperator>[0]>): ServerOperator;
}

export async function startRawAmp(answers: Readonly<Record<string, Answer>> = {}): Promise<RawAmp> {
  const calls: RawCall[] = [];
  const known: Record<string, Answer> = { ...usual(), ...answers };
  const server = createServer((request, response) => void handle(request, response, { calls, known }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const clock = { time: Date.UTC(2026, 10, 22, 12), now: () => clock.time };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const createOperator: RawAmp['createOperator'] = (options = {}) =>
    createAmpOperator({
      url,
      username: 'homeamp',
      password: new Secret(PASSWORD),
      session: 'auto',
      clock,
      retryPauseMillis: 1,
      ...options,
    });
  return {
    url,
    operator: createOperator(),
    clock,
    calls,
    answers: known,
    count: (method) => calls.filter((call) => `${layerOf(call)}:${call.method}`.endsWith(method)).length,
    createOperator,
  };
}

/** Each login gives a session of its own. */
function usual(): Record<string, Answer> {
  let logins = 0;
  return {
    'Core/Login': () => {
      logins += 1;
      return { body: { success: true, result: 10, sessionID: `${SESSION}-${logins}` } };
    },
    'ADSModule/GetLocalInstances': { body: [listed('TOW01', TOW01)] },
    'ADSModule/GetInstances': { body: [] },
    'Core/GetStatus': { body: { State: 20, Uptime: '0:01:00:00', Metrics: {} } },
  };
}

export function listed(name: string, id: string, more: object = {}): object {
  return { InstanceName: name, InstanceID: id, AppState: 20, Module: 'Minecraft', ...more };
}

interface World {
  readonly calls: RawCall[];
  readonly known: Readonly<Record<string, Answer>>;
}

async function handle(request: IncomingMessage, response: ServerResponse, { calls, known }: World) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = /^\/API\/(?:ADSModule\/Servers\/([^/]+)\/API\/)?(\w+\/\w+)$/.exec(request.url ?? '');
  const call: RawCall = {
    method: path?.[2] ?? `no call: ${request.url}`,
    instance: path?.[1],
    body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
    authorization: request.headers.authorization,
    accept: request.headers.accept,
  };
  calls.push(call);
  const answer = known[`${layerOf(call)}:${call.method}`] ?? known[call.method] ?? { status: 404 };
  const reply = typeof answer === 'function' ? answer(call) : answer;
  if (reply.silence) return;
  if (reply.hangUp) {
    request.socket.destroy();
    return;
  }
  await pause(reply.delayMillis ?? 0);
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
}

function layerOf({ instance }: RawCall): 'controller' | 'instance' {
  return instance === undefined ? 'controller' : 'instance';
}

/** The expected failure of a call; whatever is thrown must hold neither password nor session, not even deep inside. */
export async function failureOf(call: Promise<unknown>): Promise<OperatingError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const shown = inspect(error, { depth: 10, showHidden: true });
  expect(shown).not.toContain(PASSWORD);
  expect(shown).not.toContain(SESSION);
  if (!(error instanceof OperatingError)) throw new Error(`not an expected failure: ${shown}`);
  expect(error.cause).toBeUndefined();
  return error;
}

/** Replies one after the other, the last one for good. */
export function inTurn(...replies: readonly RawReply[]): () => RawReply {
  let next = 0;
  return () => {
    const reply = replies[Math.min(next, replies.length - 1)] ?? {};
    next += 1;
    return reply;
  };
}

export const NO_SESSION: RawReply = {
  body: {
    Title: 'Unauthorized Access',
    Message:
      'You do not have permission to use this method at this time. This method requires the Session.Exists permission.',
    StackTrace: '',
  },
};
