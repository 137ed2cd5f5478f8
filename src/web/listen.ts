import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MistakeError } from '../core/model/errors.ts';

export interface ListenOptions {
  /** Port 0 takes any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** For a whole request. */
  readonly timeoutMillis: number;
}

export interface Listening {
  readonly port: number;
  readonly onError: (listener: () => void) => void;
  /** Cuts what is open. Safe to call again. */
  readonly stop: () => Promise<void>;
}

const MAX_CONNECTIONS = 64;

/** A server with bounds on time, headers and connections. Throws `MistakeError` when it can't listen there. */
export async function startListening(
  { listen, timeoutMillis }: ListenOptions,
  handle: RequestListener,
): Promise<Listening> {
  const server = createServer(
    {
      requestTimeout: timeoutMillis,
      headersTimeout: timeoutMillis,
      connectionsCheckingInterval: Math.min(1_000, timeoutMillis),
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16_384,
    },
    handle,
  );
  server.maxConnections = MAX_CONNECTIONS;
  await listening(server, listen);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    onError: (listener) => void server.on('error', listener),
    stop: () => closed(server),
  };
}

async function listening(server: Server, { host, port }: ListenOptions['listen']): Promise<void> {
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
    'Choose another address for `http.listen` in the settings, or end the other program.',
  );
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
