import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A Git server over http on 127.0.0.1, until the test ends. */
export interface GitHttp {
  /** Ends with `/`; a repository's folder name follows. */
  readonly url: string;
  /** Method, path and query of each request, and whether it carried credentials. */
  readonly requests: { readonly line: string; readonly authorization: string | undefined }[];
}

export interface GitHttpOptions {
  /** Holds the repositories. */
  readonly root: string;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Runs before a request is answered; true when it answered by itself. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export async function serveGit(options: GitHttpOptions): Promise<GitHttp> {
  const requests: GitHttp['requests'] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    requests.push({ line: `${request.method} ${request.url}`, authorization });
    if (options.intercept?.(request, response)) return;
    if (mayRead(authorization, options.credentials)) runBackend(options.root, request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
}

function mayRead(authorization: string | undefined, wanted: GitHttpOptions['credentials']): boolean {
  if (wanted === undefined) return true;
  const token = Buffer.from(`${wanted.username}:${wanted.password}`).toString('base64');
  return authorization === `Basic ${token}`;
}

function runBackend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const headers = request.headers;
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => answer(Buffer.concat(chunks), response));
}

/** The first lines are headers; `Status` gives the code. */
function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.toString('latin1', 0, end).split('\r\n');
  for (const line of lines) {
    const [name = '', value = ''] = line.split(/: (.*)/s);
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}
