import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FaultBook, Side } from '../faults.ts';

export type Serve = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Sends requests to the side that their path begins with. A side that is down ends the connection. */
export function route(
  server: Server,
  sides: { readonly api: Serve; readonly git: Serve; readonly faults: FaultBook },
): void {
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    const side = sideOf(incoming.url ?? '/');
    if (side === undefined) {
      response.writeHead(404).end();
    } else if (sides.faults.isDown(side)) {
      response.destroy();
    } else {
      // Whoever asked went away meanwhile; nobody is left to be told.
      sides[side](incoming, response).catch(() => response.destroy());
    }
  });
}

/** The address, on a free port of this computer alone. */
export function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function sideOf(url: string): Side | undefined {
  if (/^\/api(?:[/?]|$)/.test(url)) return 'api';
  return url.startsWith('/git/') ? 'git' : undefined;
}
