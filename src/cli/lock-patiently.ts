import { setTimeout } from 'node:timers/promises';
import { TransientError } from '../core/model/errors.ts';

const PATIENCE_MILLIS = 30_000;
const PAUSE_MILLIS = 200;

/** Waits for a pass of the agent to end. Throws what the lock throws when it takes too long. */
export async function lockPatiently(lock: () => () => void): Promise<() => void> {
  const end = performance.now() + PATIENCE_MILLIS;
  for (;;) {
    try {
      return lock();
    } catch (failure) {
      if (!(failure instanceof TransientError) || performance.now() > end) throw failure;
    }
    await setTimeout(PAUSE_MILLIS);
  }
}
