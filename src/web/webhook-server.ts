import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MistakeError } from '../core/model/errors.ts';
import type { Secret } from '../core/model/secret.ts';
import type { Log } from '../ports/log.ts';
import { type Answer, createDeliveryAnswerer } from './answer-delivery.ts';
import { createHintGate, type Hint } from './hint-gate.ts';
import { createRefusalLog } from './refusal-log.ts';

export interface WebhookServerOptions {
  /** Port 0 takes any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly secret: Secret<string>;
  /** At most ten times a minute. */
  readonly onHint: (hints: readonly Hint[]) => void;
  readonly log: Log;
  /** For a whole request; 10 seconds unless told. */
  readonly timeoutMillis?: number;
}

export interface WebhookServer {
  readonly port: number;
  /** Cuts what is open. Safe to call again. */
  stop(): Promise<void>;
}

const TIMEOUT_MILLIS = 10_000;
/** How long what a refused sender still sends is thrown away, so that it can read the answer. */
const LINGER_MILLIS = 500;
const MAX_CONNECTIONS = 64;

const TEXTS: Readonly<Record<Answer['status'], string>> = {
  202: 'accepted\n',
  401: 'the signature is missing or wrong\n',
  404: 'not found\n',
  405: 'only POST\n',
  411: 'a length is needed\n',
  413: 'too large\n',
};

/** Hears GitHub's webhooks on `/webhook`. Throws `MistakeError` when it can't listen there. */
export async function startWebhookServer(options: WebhookServerOptions): Promise<WebhookServer> {
  const { listen, log } = options;
  const gate = createHintGate(options.onHint);
  const timeout = options.timeoutMillis ?? TIMEOUT_MILLIS;
  const server = createServer(
    {
      requestTimeout: timeout,
      headersTimeout: timeout,
      connectionsCheckingInterval: Math.min(1_000, timeout),
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16_384,
    },
    handlerOf(options, gate.pass),
  );
  server.maxConnections = MAX_CONNECTIONS;
  await listening(server, listen);
  server.on('error', () => log.error('The webhook server has a problem'));
  const { port } = server.address() as AddressInfo;
  log.info('Hearing webhooks', { host: listen.host, port });
  return {
    port,
    stop: async () => {
      gate.stop();
      await closed(server);
    },
  };
}

function handlerOf({ secret, log }: WebhookServerOptions, onHints: (hints: readonly Hint[]) => void) {
  const answerTo = createDeliveryAnswerer(secret);
  const noteRefusal = createRefusalLog(log);
  return (request: IncomingMessage, response: ServerResponse): void => {
    answerTo(request)
      .then((answer) => {
        if (answer === undefined) return;
        respond(request, response, answer.status);
        if (answer.status === 202) onHints(answer.hints);
        else noteRefusal(answer.status);
      })
      .catch(() => {
        response.destroy();
        log.error('A webhook request could not be handled');
      });
  };
}

function respond(request: IncomingMessage, response: ServerResponse, status: Answer['status']): void {
  const isUnread = !request.complete;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    ...(status === 405 ? { allow: 'POST' } : {}),
    ...(isUnread ? { connection: 'close' } : {}),
  });
  response.end(TEXTS[status]);
  if (!isUnread) return;
  request.resume();
  const cut = setTimeout(() => request.destroy(), LINGER_MILLIS);
  request.on('close', () => clearTimeout(cut));
}

async function listening(server: Server, { host, port }: WebhookServerOptions['listen']): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error));
    server.once('error', refuse);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): MistakeError {
  const isBusy = error.code === 'EADDRINUSE';
  return new MistakeError(
    isBusy ? `another program listens on ${host}:${port}` : `cannot listen on ${host}:${port}`,
    'Choose another address for webhooks in the settings, or end the other program.',
  );
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
