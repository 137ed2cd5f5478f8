import type { PassEnd } from '../engine/agent/pass-wants.ts';

const SHORTEST_MILLIS = 200;
const AFTER_FAILURE_MILLIS = 5000;

/** Asks for a look at the servers as soon as one that is under way needs it. */
export interface ServerTicks {
  note(end: Pick<PassEnd, 'servers'>): void;
  /** A pass that failed does not tell what is under way: what was is looked at soon. */
  failed(): void;
  /** True when the last pass that ended left something under way. */
  isUnderWay(): boolean;
  stop(): void;
}

export function createServerTicks(want: () => void): ServerTicks {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isUnderWay = false;
  const arm = (millis: number) => {
    clearTimeout(timer);
    if (isUnderWay && !isStopped) timer = setTimeout(want, Math.max(SHORTEST_MILLIS, millis));
  };
  return {
    note({ servers: { wakeInMillis } }) {
      isUnderWay = wakeInMillis !== undefined;
      arm(wakeInMillis ?? 0);
    },
    failed: () => arm(AFTER_FAILURE_MILLIS),
    isUnderWay: () => isUnderWay,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
