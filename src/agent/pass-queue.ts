import type { PassWant } from '../engine/agent/pass-wants.ts';

export interface PassQueue {
  /** What is wanted in one turn, or while a pass runs, is folded into one pass. */
  want(...wants: readonly PassWant[]): void;
  /** Resolves when no pass runs and none is wanted. */
  idle(): Promise<void>;
  /** No pass begins any more; resolves when the running one has ended. */
  stop(): Promise<void>;
}

/** Runs one pass at a time. A pass that throws does not end the queue; `run` itself must tell of it. */
export function createPassQueue(run: (wants: ReadonlySet<PassWant>) => Promise<void>): PassQueue {
  let wanted = new Set<PassWant>();
  let isStopped = false;
  let work: Promise<void> | undefined;

  async function runAll(): Promise<void> {
    // Whoever asks in this same turn gets into this pass.
    await Promise.resolve();
    while (wanted.size > 0 && !isStopped) {
      const wants = wanted;
      wanted = new Set();
      try {
        await run(wants);
      } catch {
        // Told by `run`.
      }
    }
    work = undefined;
  }

  async function idle(): Promise<void> {
    while (work !== undefined) await work;
  }

  return {
    want(...wants) {
      if (isStopped) return;
      for (const want of wants) wanted.add(want);
      if (wanted.size > 0) work ??= runAll();
    },
    idle,
    async stop() {
      isStopped = true;
      wanted.clear();
      await idle();
    },
  };
}
