import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync, constants as zlib } from 'node:zlib';
import type { Fault, FaultBook } from '../faults.ts';
import type { WritableRequestLog } from '../request-log.ts';
import { runBackend } from './run-backend.ts';

export interface GitServerOptions {
  /** Holds `<repository>.git`. */
  readonly root: string;
  /** `owner/name` */
  readonly repository: string;
  /** Undefined for a token that is not good. */
  readonly loginOf: (token: string) => string | undefined;
  /** True: whoever has no token may read. */
  readonly isPublic: boolean;
  readonly faults: FaultBook;
  readonly log: WritableRequestLog;
  readonly now: () => number;
  /** After somebody pushed. */
  readonly onPushed: () => void;
}

export type GitServer = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One request, read whole. */
interface Visit {
  readonly incoming: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly operation: string;
  readonly login: string | undefined;
}

/** Serves one repository below `/git/` by git's own program for that, to those who have a token. */
export function createGitServer(options: GitServerOptions): GitServer {
  return async (incoming, response) => {
    const visit = await receive(options, incoming);
    const fault = options.faults.take('git', {
      operation: visit.operation,
      method: incoming.method ?? 'GET',
    });
    const status = await answer(options, visit, { response, fault });
    options.log.add({
      operation: visit.operation,
      method: incoming.method ?? 'GET',
      path: `${visit.url.pathname}${visit.url.search}`,
      status,
      login: visit.login,
      counted: false,
      isWrite: visit.operation === 'git/push',
      at: options.now(),
    });
    if (visit.operation === 'git/push') options.onPushed();
  };
}

/** Gives the status that went out; 0 when the connection was cut. */
async function answer(
  options: GitServerOptions,
  visit: Visit,
  out: { readonly response: ServerResponse; readonly fault: Fault | undefined },
): Promise<number> {
  const { response, fault } = out;
  if (fault?.kind === 'slow') await wait(fault.delayMillis ?? 0);
  if (fault?.kind === 'cut-before' || options.faults.isDown('git')) return cut(response);
  const refused = statusOf(fault) ?? (mayEnter(options, visit) ? undefined : 401);
  if (refused !== undefined) return refuse(response, refused);
  if (!visit.url.pathname.startsWith(`/git/${options.repository}.git/`)) return refuse(response, 404);
  const result = await runBackend(options.root, visit);
  response.writeHead(result.status, result.headers);
  if (fault?.kind === 'cut-after') {
    const half = result.body.subarray(0, Math.floor(result.body.length / 2));
    await new Promise<void>((resolve) => response.write(half, () => resolve()));
    return cut(response);
  }
  response.end(fault?.kind === 'empty-body' ? undefined : result.body);
  return result.status;
}

function mayEnter({ isPublic }: GitServerOptions, { login, operation, url }: Visit): boolean {
  const isRead = operation !== 'git/push' && url.searchParams.get('service') !== 'git-receive-pack';
  return login !== undefined || (isPublic && isRead);
}

async function receive(options: GitServerOptions, incoming: IncomingMessage): Promise<Visit> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return {
    incoming,
    url,
    body,
    operation: operationOf(url, body),
    login: loginOf(options, incoming.headers.authorization ?? ''),
  };
}

/** What the client is about: since protocol 2, asking for refs and for objects differ in the body alone. */
function operationOf(url: URL, body: Buffer): string {
  if (url.pathname.endsWith('/git-receive-pack')) return 'git/push';
  if (!url.pathname.endsWith('/git-upload-pack')) return 'git/info';
  const isPacked = body[0] === 0x1f && body[1] === 0x8b;
  const text = isPacked ? gunzipSync(body, { finishFlush: zlib.Z_SYNC_FLUSH }) : body;
  return text.subarray(0, 100).includes('command=ls-refs') ? 'git/ls-refs' : 'git/fetch';
}

/** The token is the password, whatever the name; or the name, where there is no password. */
function loginOf(options: GitServerOptions, header: string): string | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const [name = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return options.loginOf(password === '' ? name : password);
}

function statusOf(fault: Fault | undefined): number | undefined {
  switch (fault?.kind) {
    case 'unauthorized':
      return 401;
    case 'secondary-limit':
    case 'primary-limit':
      return 403;
    case 'not-found':
      return 404;
    case 'conflict':
      return 409;
    case 'unprocessable':
      return 422;
    case 'server-error':
      return fault.status ?? 500;
    case 'html':
      return fault.status ?? 502;
    default:
      return undefined;
  }
}

function refuse(response: ServerResponse, status: number): number {
  response.writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {});
  response.end();
  return status;
}

function cut(response: ServerResponse): number {
  response.destroy();
  return 0;
}
