import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, FaultBook } from '../faults.ts';
import type { WritableRequestLog } from '../request-log.ts';
import type { Answer, Call } from './call.ts';
import type { Contract, RawRequest } from './contract.ts';
import { faultAnswer } from './fault-answers.ts';
import { OPERATIONS } from './operations/index.ts';
import type { ServerState } from './operations/operation.ts';
import { quotaHeaders } from './rate-limits.ts';
import { readBody, UNREADABLE } from './read-body.ts';
import type { Caller } from './records.ts';
import { notFound, Refusal } from './refusal.ts';

export interface ApiServerParts {
  readonly state: ServerState;
  readonly contract: Contract;
  readonly faults: FaultBook;
  readonly log: WritableRequestLog;
  /** Told of every answer that would not fit GitHub's description; it goes out as 500. */
  readonly onViolation: (text: string) => void;
}

/** What is known of a request before it is carried out. */
interface Visit {
  readonly request: RawRequest;
  readonly operation: string | undefined;
  readonly caller: Caller | undefined;
  /** Below the API's address, with the query. */
  readonly path: string;
}

/** Serves what lies below `/api`. */
export async function serveApi(
  parts: ApiServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const visit = await receive(parts, incoming);
  const operation = visit.operation ?? 'unknown';
  const fault = parts.faults.take('api', { operation, method: visit.request.method });
  if (fault?.kind === 'slow') await wait(fault.delayMillis ?? 0);
  const answer = fault === undefined ? undefined : faultAnswer(fault, parts.state.world.parts.now());
  if (fault?.kind === 'cut-before') return cut(parts, visit, response);
  const real = answer ?? conditional(visit, checked(parts, visit, carryOut(parts, visit)));
  if (fault?.kind === 'cut-after' || parts.faults.isDown('api')) return cut(parts, visit, response);
  send(parts, visit, { response, answer: real, fault });
}

async function receive({ contract, state }: ApiServerParts, incoming: IncomingMessage): Promise<Visit> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  const request: RawRequest = {
    method: incoming.method ?? 'GET',
    path: url.pathname.replace(/^\/api/, '') || '/',
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: await readBody(incoming),
  };
  const [, token] = /^(?:bearer|token) +(\S+)$/i.exec(incoming.headers.authorization ?? '') ?? [];
  return {
    request,
    operation: contract.operationOf(request),
    caller: token === undefined ? undefined : state.accounts.callerOf(token),
    path: `${request.path}${url.search}`,
  };
}

function carryOut(parts: ApiServerParts, visit: Visit): Answer {
  try {
    const call = admit(parts, visit);
    const operation = OPERATIONS.get(call.operation);
    if (operation === undefined) throw notFound();
    return operation(parts.state, call);
  } catch (error) {
    if (error instanceof Refusal) return refusal(error.status, error.message);
    parts.onViolation(`${visit.operation ?? 'unknown'} failed: ${String(error)}`);
    return refusal(500, 'Server Error');
  }
}

/** Throws `Refusal` where GitHub would not let the request in. */
function admit({ state, contract }: ApiServerParts, { request, operation, caller, path }: Visit): Call {
  if (caller === undefined) {
    const isAnonymous = (request.headers['authorization'] ?? '') === '';
    throw new Refusal(401, isAnonymous ? 'Requires authentication' : 'Bad credentials');
  }
  if (operation === undefined) throw notFound();
  if (state.limits.quotaOf(caller.login).remaining === 0 && operation !== 'rate-limit/get') {
    throw new Refusal(403, `API rate limit exceeded for user ${caller.login}.`);
  }
  if (request.body === UNREADABLE) throw new Refusal(400, 'Problems parsing JSON');
  const flaw = contract.flawOf(request, operation);
  if (flaw !== undefined) {
    throw flaw.in === 'path' ? notFound() : new Refusal(422, `Validation Failed: ${flaw.text}`);
  }
  const params = contract.paramsOf(request, operation);
  if (!isThisRepository(state, params)) throw notFound();
  const body = new Map(Object.entries(request.body ?? {}));
  return { operation, caller, params, query: request.query, body, path };
}

function isThisRepository({ world }: ServerState, params: ReadonlyMap<string, string>): boolean {
  const owner = params.get('owner');
  if (owner === undefined) return true;
  const asked = `${owner}/${params.get('repo') ?? ''}`;
  return asked.toLowerCase() === `${world.parts.owner}/${world.parts.name}`.toLowerCase();
}

function checked({ contract, onViolation }: ApiServerParts, { operation }: Visit, answer: Answer): Answer {
  if (operation === undefined || answer.status === 500) return answer;
  const flaw = contract.flawOfAnswer(operation, answer.status, answer.body);
  if (flaw === undefined) return answer;
  onViolation(flaw);
  return refusal(500, 'Server Error');
}

/** Names what a read gives, and leaves the body out when the client has just that. */
function conditional({ request }: Visit, answer: Answer): Answer {
  if (request.method !== 'GET' || answer.status !== 200) return answer;
  const digest = createHash('sha256').update(JSON.stringify(answer.body)).digest('hex');
  const headers = { ...answer.headers, etag: `W/"${digest}"` };
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(`"${digest}"`) ? { status: 304, body: undefined, headers } : { ...answer, headers };
}

function send(
  parts: ApiServerParts,
  visit: Visit,
  out: { readonly response: ServerResponse; readonly answer: Answer; readonly fault: Fault | undefined },
): void {
  const { response, answer, fault } = out;
  const { caller } = visit;
  const { limits, world } = parts.state;
  const isCounted = caller !== undefined && answer.status !== 304 && visit.operation !== 'rate-limit/get';
  if (isCounted) limits.count(caller.login);
  record(parts, visit, { status: answer.status, counted: isCounted });
  const isText = typeof answer.body === 'string';
  const text = isText ? String(answer.body) : JSON.stringify(answer.body);
  response.sendDate = false;
  response.writeHead(answer.status, {
    date: new Date(world.parts.now()).toUTCString(),
    ...(answer.body === undefined
      ? {}
      : { 'content-type': isText ? 'text/html' : 'application/json; charset=utf-8' }),
    ...(caller === undefined ? {} : quotaHeaders(limits.quotaOf(caller.login))),
    ...scopeHeader(caller, world.parts.access.scopes),
    ...answer.headers,
  });
  response.end(answer.body === undefined || fault?.kind === 'empty-body' ? undefined : text);
}

/** GitHub tells of classic tokens alone what they were given. */
function scopeHeader(
  caller: Caller | undefined,
  scopes: string | undefined,
): Readonly<Record<string, string>> {
  return caller?.kind === 'person' && scopes !== undefined ? { 'x-oauth-scopes': scopes } : {};
}

function cut(parts: ApiServerParts, visit: Visit, response: ServerResponse): void {
  record(parts, visit, { status: 0, counted: false });
  response.destroy();
}

function record(
  { log, state }: ApiServerParts,
  { request, operation, caller, path }: Visit,
  end: { readonly status: number; readonly counted: boolean },
): void {
  log.add({
    ...end,
    operation: operation ?? 'unknown',
    method: request.method,
    path,
    login: caller?.login,
    isWrite: request.method !== 'GET',
    at: state.world.parts.now(),
  });
}

function refusal(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}
