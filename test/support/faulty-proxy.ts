import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What becomes of one request. */
export type Fault =
  /** An answer of the proxy's own; the server behind it hears nothing. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    }
  /** The request is taken and never answered. */
  | { readonly kind: 'silence' }
  /** The connection ends at once. */
  | { readonly kind: 'hang-up' }
  /** Half of what is sent reaches the server, then both connections end. */
  | { readonly kind: 'torn-request' }
  /** Half of the answer comes, then the connection ends. */
  | { readonly kind: 'torn-answer' }
  /** One byte of the answer is another one. */
  | { readonly kind: 'flipped-byte' };

export interface FaultyProxy {
  readonly endpoint: string;
  /** How many requests came. */
  requests(): number;
  /** Looks at each request; undefined lets it pass. Undefined instead of a function lets all pass. */
  setFault(fault: ((request: IncomingMessage, count: number) => Fault | undefined) | undefined): void;
  stop(): Promise<void>;
}

/** A proxy on loopback in front of a real server. With `tls`, behind a certificate that nobody has signed. */
export async function startFaultyProxy(
  target: string,
  { tls = false }: { readonly tls?: boolean } = {},
): Promise<FaultyProxy> {
  let count = 0;
  let choose: ((request: IncomingMessage, count: number) => Fault | undefined) | undefined;
  const answer: RequestListener = (incoming, response) => {
    count += 1;
    const fault = choose?.(incoming, count);
    const { method, url: path, headers } = incoming;
    const forward = () => request(target, { method, path, headers });
    // The other side ends connections in the middle, as it should.
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    if (fault === undefined) pass(incoming, response, forward());
    else commit(fault, { incoming, response, forward });
  };
  const server: Server = tls ? createHttpsServer(ownCertificate(), answer) : createHttpServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests: () => count,
    setFault: (next) => {
      choose = next;
      count = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly forward: () => ReturnType<typeof request>;
}

function pass(incoming: IncomingMessage, response: ServerResponse, onward: ReturnType<typeof request>): void {
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

function commit(fault: Fault, { incoming, response, forward }: Exchange): void {
  switch (fault.kind) {
    case 'answer':
      incoming.resume();
      incoming.on('end', () => {
        response.writeHead(fault.status, { ...fault.headers });
        response.end(incoming.method === 'HEAD' ? undefined : fault.body);
      });
      return;
    case 'silence':
      incoming.resume();
      return;
    case 'hang-up':
      incoming.socket.destroy();
      return;
    case 'torn-request':
      tear(incoming, forward());
      return;
    case 'torn-answer':
    case 'flipped-byte':
      spoil(fault.kind, { incoming, response, forward });
  }
}

function tear(incoming: IncomingMessage, onward: ReturnType<typeof request>): void {
  const half = Number(incoming.headers['content-length'] ?? 0) / 2;
  let sent = 0;
  onward.on('error', () => undefined);
  if (half === 0) incoming.socket.destroy();
  incoming.on('data', (part: Buffer) => {
    if (sent >= half) return;
    const piece = part.subarray(0, Math.max(1, Math.ceil(half - sent)));
    sent += piece.length;
    onward.write(piece, () => {
      if (sent < half) return;
      onward.destroy();
      incoming.socket.destroy();
    });
  });
}

function spoil(kind: 'torn-answer' | 'flipped-byte', { incoming, response, forward }: Exchange): void {
  const onward = forward();
  onward.on('response', async (answer) => {
    const body = Buffer.concat(await answer.toArray());
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (kind === 'torn-answer') {
      response.write(body.subarray(0, body.length / 2), () => incoming.socket.destroy());
      return;
    }
    const middle = Math.floor(body.length / 2);
    if (body.length > 0) body[middle] = (body[middle] ?? 0) ^ 1;
    response.end(body);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

function ownCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-certificate-'));
  const [key, cert] = [join(dir, 'key'), join(dir, 'cert')];
  const names = ['-subj', '/CN=store', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-nodes', '-days', '2', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  try {
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
