import { createConnection } from 'node:net';
import type { ServerPing } from '../../ports/server-ping.ts';
import { MAX_STATUS_BYTES, readStatus } from './read-status.ts';
import { writeVarInt } from './var-int.ts';

export interface ServerPingOptions {
  /** For the whole of it, from connecting to the last byte; 3 seconds when left out. */
  readonly timeoutMillis?: number;
}

const TIMEOUT_MILLIS = 3000;
const MAX_PORT = 65_535;
const HANDSHAKE = 0;
const STATUS = 1;
/** "Which version do you speak?", as clients say that only want the status. */
const ANY_VERSION = -1;
const STATUS_REQUEST = packet(Buffer.of(0));

/** Asks as the players' server list does; what players see of it, such as the icon, is checked to be there and dropped. */
export function createServerPing(options: ServerPingOptions = {}): ServerPing {
  const timeoutMillis = options.timeoutMillis ?? TIMEOUT_MILLIS;
  return {
    answers: async (host, port) => {
      if (host === '' || !Number.isInteger(port) || port < 1 || port > MAX_PORT) return false;
      return ask({ host, port, timeoutMillis });
    },
  };
}

interface Asked {
  readonly host: string;
  readonly port: number;
  readonly timeoutMillis: number;
}

function ask({ host, port, timeoutMillis }: Asked): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    let received = Buffer.alloc(0);
    const end = (answered: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answered);
    };
    const timer = setTimeout(() => end(false), timeoutMillis);
    socket.on('connect', () => socket.write(Buffer.concat([handshake(host, port), STATUS_REQUEST])));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const read = readStatus(received);
      if (read !== 'short') end(read === 'status');
      else if (received.length > MAX_STATUS_BYTES) end(false);
    });
    // Stays on after the end, since a socket that is destroyed may still report why.
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}

function handshake(host: string, port: number): Buffer {
  const name = Buffer.from(host, 'utf8');
  return packet(
    Buffer.concat([
      writeVarInt(HANDSHAKE),
      writeVarInt(ANY_VERSION),
      writeVarInt(name.length),
      name,
      Buffer.of(port >> 8, port & 0xff),
      writeVarInt(STATUS),
    ]),
  );
}

function packet(content: Buffer): Buffer {
  return Buffer.concat([writeVarInt(content.length), content]);
}
