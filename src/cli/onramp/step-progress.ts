import type { ImportStep } from '../../engine/onramp/live/import-servers.ts';
import type { CliContext } from '../cli-context.ts';

/** One line on a terminal's stderr for work in several steps. */
export interface StepProgress {
  readonly step: (step: ImportStep, done: number, total: number) => void;
  /** Takes the line away. */
  readonly stop: () => void;
}

const FIRST_AFTER_MILLIS = 1000;
const EVERY_MILLIS = 100;

/** Shows how far the steps are. Describing can't tell while it works, so it is announced at once. */
export function createStepProgress({ stderr }: Pick<CliContext, 'stderr'>): StepProgress {
  let shownAt = performance.now() + FIRST_AFTER_MILLIS - EVERY_MILLIS;
  let isShown = false;
  return {
    step(step, done, total) {
      const now = performance.now();
      if (!stderr.isTerminal || (step !== 'describing' && now - shownAt < EVERY_MILLIS)) return;
      shownAt = now;
      isShown = true;
      stderr.write(`\r\u001b[K${textOf(step, done, total)}`);
    },
    stop() {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}

function textOf(step: ImportStep, done: number, total: number): string {
  switch (step) {
    case 'reading':
      return `reading servers: ${done} of ${total}`;
    case 'describing':
      return `describing them${done === 0 ? '' : ` again, without what differed`}`;
    case 'proving':
      return `planning on them: ${done} of ${total}`;
  }
}
