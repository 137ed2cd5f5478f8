import type { CliContext } from '../cli-context.ts';

const FIRST_AFTER_MILLIS = 1000;
const EVERY_MILLIS = 100;

/** One line on a terminal's stderr that shows how far a pass is, once it has taken a second. */
export interface Progress {
  readonly step: (done: number, total: number) => void;
  /** Takes the line away. */
  readonly stop: () => void;
}

export function createProgress(
  { stderr }: Pick<CliContext, 'stderr'>,
  label: string,
  now: () => number = performance.now.bind(performance),
): Progress {
  const startedAt = now();
  let shownAt = startedAt + FIRST_AFTER_MILLIS - EVERY_MILLIS;
  let isShown = false;
  return {
    step(done, total) {
      if (!stderr.isTerminal || now() - shownAt < EVERY_MILLIS) return;
      shownAt = now();
      isShown = true;
      stderr.write(`\r\u001b[K${label}: ${done} of ${total}`);
    },
    stop() {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
