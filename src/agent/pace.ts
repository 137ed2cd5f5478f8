import type { PassEnd, PassWant } from '../engine/agent/pass-wants.ts';

const FIRST_REST_MILLIS = 10_000;
const LONGEST_REST_MILLIS = 300_000;
/** Whoever asks us to wait is not believed for longer, so that a wrong answer does not end the watch. */
const LONGEST_BAR_MILLIS = 3_600_000;

/** Holds passes back after failures, and while somebody asked us to wait. */
export interface Pace {
  /** Those that may go now, with what was held for this time. The others are held and wanted again in their time. */
  admit(wants: ReadonlySet<PassWant>): ReadonlySet<PassWant>;
  /** What a pass of these wants came to. After a failure the wants are held to be tried again. */
  note(wants: ReadonlySet<PassWant>, end: Pick<PassEnd, 'isOk' | 'retryAfterMillis'>): void;
  /** The next pass need not rest after failures, since somebody asks. What we were asked to wait for stays. */
  hurry(): void;
  stop(): void;
}

/** `want` is called when held wants may go. Time is measured by the monotonic clock. */
export function createPace(want: (wants: readonly PassWant[]) => void): Pace {
  const held = new Set<PassWant>();
  const barredUntil = new Map<PassWant, number>();
  let failures = 0;
  let restUntil = 0;
  let isUrged = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const opensAt = (name: PassWant) => Math.max(restUntil, barredUntil.get(name) ?? 0);

  function arm(): void {
    clearTimeout(timer);
    if (isStopped || held.size === 0) return;
    const first = Math.min(...[...held].map(opensAt));
    timer = setTimeout(() => want([...held]), Math.max(1, Math.ceil(first - performance.now())));
  }

  return {
    admit(wants) {
      const now = performance.now();
      // Kept until here, so that a pass that runs and fails while somebody asks changes nothing.
      if (isUrged) restUntil = 0;
      isUrged = false;
      const all = [...new Set([...held, ...wants])];
      held.clear();
      for (const name of all) if (opensAt(name) > now) held.add(name);
      arm();
      return new Set(all.filter((name) => !held.has(name)));
    },
    note(wants, { isOk, retryAfterMillis }) {
      const now = performance.now();
      failures = isOk ? 0 : failures + 1;
      restUntil = isOk ? 0 : now + restAfter(failures);
      if (!isOk) for (const name of wants) held.add(name);
      if (retryAfterMillis !== undefined) {
        for (const name of wants) barredUntil.set(name, now + barFor(retryAfterMillis));
      }
      arm();
    },
    hurry() {
      isUrged = true;
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function restAfter(failures: number): number {
  return Math.min(FIRST_REST_MILLIS * 2 ** (failures - 1), LONGEST_REST_MILLIS);
}

function barFor(millis: number): number {
  return Number.isFinite(millis) ? Math.min(Math.max(0, millis), LONGEST_BAR_MILLIS) : LONGEST_BAR_MILLIS;
}
