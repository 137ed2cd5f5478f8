import type { Log } from '../ports/log.ts';

const MINUTE_MILLIS = 60_000;

/** Tells of refused requests once a minute at most, with how many there were since, so that a flood fills no log. */
export function createRefusalLog(log: Log, message: string): (status: number) => void {
  let saidAt: number | undefined;
  let unsaid = 0;
  return (status) => {
    unsaid += 1;
    const now = performance.now();
    if (saidAt !== undefined && now - saidAt < MINUTE_MILLIS) return;
    log.warn(message, { status, requests: unsaid });
    saidAt = now;
    unsaid = 0;
  };
}
