import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { loginRefused } from '../answers/login-answer.ts';
import type { AmpFault, AmpFaultBook } from '../faults.ts';
import type { AmpRequest, WritableAmpRequestLog } from '../requests.ts';
import { carryOut, type Office, sessionOf } from './carry-out.ts';
import { receive, type Visit } from './receive.ts';
import { exception, lacks, statusFalse } from './refusal.ts';

export interface ApiServerParts extends Office {
  readonly faults: AmpFaultBook;
  readonly log: WritableAmpRequestLog;
}

const HUGE_BYTES = 32 * 1024 * 1024;

/** Answers one request, as a rule with status 200 whatever came of it. */
export async function serveApi(
  parts: ApiServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const visit = await receive(incoming);
  const { agenda, instances } = parts.world;
  agenda.advance();
  const instance = instances.get(visit.through ?? '')?.folder.spec.name ?? visit.through;
  const fault = parts.faults.isDown()
    ? ({ kind: 'hang-up' } as const)
    : parts.faults.take(visit.method ?? 'unknown', instance);
  const record = recorder(parts, visit, instance);
  if (fault?.kind === 'hang-up') return cut(response, record);
  if (visit.method === undefined || fault?.kind === 'html-502') {
    return sendPage(response, visit.method === undefined ? 404 : 502, record);
  }
  const instead = fault === undefined ? undefined : faultBody(parts, fault);
  const body = instead === undefined ? carryOut(parts, visit) : instead.body;
  if (fault?.kind === 'hang-up-after') return cut(response, record);
  if (fault?.kind === 'slow') await wait(fault.delayMillis ?? 0, undefined, { ref: false });
  record(200);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(shaped(body === undefined ? '' : JSON.stringify(body), fault));
}

type Record = (status: number) => void;

/** Looks at the session before the request is carried out, which may end it. */
function recorder({ world, log }: ApiServerParts, visit: Visit, instance: string | undefined): Record {
  const login = sessionOf(world, visit)?.login;
  return (status) =>
    log.add({
      method: visit.method ?? 'unknown',
      instance,
      login,
      sessionBy: sessionBy(visit),
      status,
      at: world.agenda.now(),
    });
}

function sessionBy({ bearer, bodySession }: Visit): AmpRequest['sessionBy'] {
  if (bearer !== undefined) return bodySession === undefined ? 'bearer' : 'both';
  return bodySession === undefined ? 'none' : 'body';
}

/** What is said in place of the real answer; undefined where the request is carried out. */
function faultBody({ world }: ApiServerParts, { kind }: AmpFault): { readonly body: unknown } | undefined {
  switch (kind) {
    case 'status-false':
      return statusFalse('The request was refused');
    case 'exception':
      return exception('Unexpected Exception', 'Object reference not set to an instance of an object.');
    case 'no-session':
      return lacks('Session.Exists', world.options.refusalForm ?? 'exception');
    case 'bare-false':
      return { body: false };
    case 'refuse-login':
      return { body: loginRefused(0, 'Invalid username or password') };
    default:
      return undefined;
  }
}

function shaped(text: string, fault: AmpFault | undefined): string {
  switch (fault?.kind) {
    case 'empty':
      return '';
    case 'torn':
      // Half of nothing would be whole.
      return text === '' ? '{"Status":' : text.slice(0, Math.floor(text.length / 2));
    case 'huge':
      return `${text}${' '.repeat(HUGE_BYTES)}`;
    default:
      return text;
  }
}

function sendPage(response: ServerResponse, status: 404 | 502, record: Record): void {
  record(status);
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(`<html><body><h1>${status === 404 ? 'Not Found' : 'Bad Gateway'}</h1></body></html>`);
}

function cut(response: ServerResponse, record: Record): void {
  record(0);
  response.destroy();
}
