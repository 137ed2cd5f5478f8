import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { NetworkAddress } from '../../core/model/service.ts';

export interface SocketTarget {
  readonly address: NetworkAddress;
  readonly isEncrypted: boolean;
}

/** A connection, its TLS handshake done where one is asked for. Rejects with the error of Node. Never hangs longer than `signal`. */
export function openSocket({ address, isEncrypted }: SocketTarget, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port } = address;
    const socket = isEncrypted ? connectTls({ host, port, ...serverName(host) }) : connect({ host, port });
    const give = (): void => {
      signal.removeEventListener('abort', stop);
      socket.off('error', fail);
      resolve(socket);
    };
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      reject(error);
    };
    const stop = (): void => fail(new TimeoutError());
    socket.once(isEncrypted ? 'secureConnect' : 'connect', give);
    socket.once('error', fail);
    // An error after that is told by the connection's end.
    socket.on('error', () => undefined);
    signal.addEventListener('abort', stop);
  });
}

/** The whole handshake took too long. */
export class TimeoutError extends Error {
  readonly code = 'ETIMEDOUT';
}

/** No address may stand in the name of a server. */
function serverName(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}
