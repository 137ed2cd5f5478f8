import type { Socket } from 'node:net';
import { TimeoutError } from './open-socket.ts';

/**
 * What a connection gives until `isEnough` says so, the other side ends it, or there are 64 KiB. Rejects when the time
 * is over. What was read is not given back to the connection.
 */
export function readBytes(
  socket: Socket,
  isEnough: (bytes: Buffer) => boolean,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const release = (): void => {
      socket.off('data', take);
      socket.off('close', finish);
      signal.removeEventListener('abort', stop);
      socket.pause();
    };
    const finish = (): void => {
      release();
      resolve(bytes);
    };
    const take = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > MAX_BYTES || isEnough(bytes)) finish();
    };
    const stop = (): void => {
      release();
      reject(new TimeoutError());
    };
    socket.on('data', take);
    socket.on('close', finish);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    else if (socket.destroyed) finish();
    else socket.resume();
  });
}

const MAX_BYTES = 64 * 1024;
