/** What a webhook says may have moved. */
export type Hint = 'repository' | 'pulls';

export interface HintGate {
  pass(hints: readonly Hint[]): void;
  stop(): void;
}

const WINDOW_MILLIS = 60_000;
const PER_WINDOW = 10;

/** Lets at most ten hints a minute through; those beyond are folded into one that goes as soon as it may. */
export function createHintGate(onHint: (hints: readonly Hint[]) => void): HintGate {
  const folded = new Set<Hint>();
  let passedAt: readonly number[] = [];
  let timer: NodeJS.Timeout | undefined;

  function release(): void {
    timer = undefined;
    const now = performance.now();
    passedAt = passedAt.filter((at) => at > now - WINDOW_MILLIS);
    const [oldest] = passedAt;
    if (oldest !== undefined && passedAt.length >= PER_WINDOW) {
      timer = setTimeout(release, Math.max(1, Math.ceil(oldest + WINDOW_MILLIS - now)));
      return;
    }
    passedAt = [...passedAt, now];
    const hints = [...folded];
    folded.clear();
    onHint(hints);
  }

  return {
    pass(hints) {
      for (const hint of hints) folded.add(hint);
      if (timer === undefined && folded.size > 0) release();
    },
    stop() {
      clearTimeout(timer);
      folded.clear();
    },
  };
}
