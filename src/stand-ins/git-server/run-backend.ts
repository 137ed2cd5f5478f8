import { execFileSync, spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';

export interface BackendResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Runs `git http-backend`, which speaks CGI, to its end. */
export function runBackend(
  root: string,
  request: {
    readonly incoming: IncomingMessage;
    readonly url: URL;
    readonly body: Buffer;
    readonly login: string | undefined;
  },
): Promise<BackendResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(backendProgram(), [], {
      env: environmentOf(root, request),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    // It may end before it has read everything; its answer tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(request.body);
    child.on('error', reject);
    child.on('close', () => resolve(parseCgi(Buffer.concat(output))));
  });
}

let program: string | undefined;

/** Git's own start of it would be one more process for each request. */
function backendProgram(): string {
  program ??= join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  return program;
}

function environmentOf(
  root: string,
  { incoming, url, body, login }: Parameters<typeof runBackend>[1],
): Readonly<Record<string, string>> {
  const { headers } = incoming;
  const encoding = headers['content-encoding'];
  const protocol = headers['git-protocol'];
  return {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(url.pathname).replace(/^\/git/, ''),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: incoming.method ?? 'GET',
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: String(body.length),
    REMOTE_ADDR: '127.0.0.1',
    REMOTE_USER: login ?? '',
    ...(encoding === undefined ? {} : { HTTP_CONTENT_ENCODING: encoding }),
    ...(protocol === undefined ? {} : { GIT_PROTOCOL: String(protocol) }),
  };
}

function parseCgi(output: Buffer): BackendResult {
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) return { status: 500, headers: {}, body: Buffer.alloc(0) };
  const fields = output
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n')
    .map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
  const headers: Readonly<Record<string, string>> = Object.fromEntries(
    fields.filter(([name]) => name !== 'status'),
  );
  const status = fields.find(([name]) => name === 'status')?.[1];
  return { status: Number.parseInt(status ?? '200', 10), headers, body: output.subarray(end + 4) };
}
