import { request } from 'node:http';
import { connect } from 'node:net';
import { sign } from '@octokit/webhooks-methods';
import { onTestFinished } from 'vitest';
import { Secret } from '../../../src/core/model/secret.ts';
import type { LogFields } from '../../../src/ports/log.ts';
import { type HttpServerOptions, startHttpServer } from '../../../src/web/http-server.ts';

export const WEBHOOK_SECRET = 'correct horse battery staple';

/** A server on a free port until the test ends, with what it hinted and said. */
export async function openWebhook(changes: Partial<HttpServerOptions> = {}) {
  const hints: string[] = [];
  const lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = [];
  const say =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  const server = await startHttpServer({
    listen: { host: '127.0.0.1', port: 0 },
    webhook: { secret: new Secret(WEBHOOK_SECRET), onHint: (wants) => hints.push(wants.join(',')) },
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    ...changes,
  });
  onTestFinished(() => server.stop());
  return { server, port: server.port, hints, lines };
}

export interface Delivery {
  readonly event?: string;
  readonly id?: string;
  readonly body?: string | Uint8Array;
  readonly signature?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let lastId = 0;

/** Sends one delivery, rightly signed unless told; each with an id and a body of its own. */
export async function deliver(
  port: number,
  delivery: Delivery = {},
): Promise<{ status: number; text: string }> {
  lastId += 1;
  const ownId = lastId;
  const body = delivery.body ?? JSON.stringify({ number: ownId });
  const signature = delivery.signature ?? (await sign(WEBHOOK_SECRET, Buffer.from(body).toString('utf8')));
  return send(port, body, {
    path: delivery.path ?? '/webhook',
    method: delivery.method ?? 'POST',
    headers: {
      'x-github-event': delivery.event ?? 'push',
      'x-github-delivery': delivery.id ?? `id-${ownId}`,
      ...(signature === '' ? {} : { 'x-hub-signature-256': signature }),
      ...(delivery.headers ?? { 'content-length': String(Buffer.byteLength(body)) }),
    },
  });
}

interface Target {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

function send(
  port: number,
  body: string | Uint8Array,
  target: Target,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, agent: false, ...target }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Writes raw bytes, and resolves with all that came back when the server has closed the connection. */
export function talk(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    // A server that cuts the line may do so while we write.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}
