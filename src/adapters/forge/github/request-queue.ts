import { setTimeout as pause } from 'node:timers/promises';

/** One request after the other, in the order they came, with a gap between those that write. */
export interface RequestQueue {
  run<T>(isWrite: boolean, request: () => Promise<T>): Promise<T>;
}

export function createRequestQueue(writeGapMillis: number): RequestQueue {
  let tail: Promise<unknown> = Promise.resolve();
  let lastWrite = Number.NEGATIVE_INFINITY;
  const takeTurn = async <T>(isWrite: boolean, request: () => Promise<T>): Promise<T> => {
    const wait = isWrite ? lastWrite + writeGapMillis - performance.now() : 0;
    if (wait > 0) await pause(wait);
    try {
      return await request();
    } finally {
      if (isWrite) lastWrite = performance.now();
    }
  };
  return {
    run: (isWrite, request) => {
      const result = tail.then(() => takeTurn(isWrite, request));
      tail = result.catch(() => undefined);
      return result;
    },
  };
}
