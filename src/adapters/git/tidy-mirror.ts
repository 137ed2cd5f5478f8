import { runLocal } from './run-local.ts';

const EVERY_MILLIS = 24 * 60 * 60_000;
const TIMEOUT_MILLIS = 10 * 60_000;

/** Packs and drops what piled up, when git finds it worth it; once a day at most. Failing does no harm. */
export function createTidying(dir: string): () => Promise<void> {
  let tidiedAt: number | undefined;
  return async () => {
    const now = performance.now();
    if (tidiedAt !== undefined && now - tidiedAt < EVERY_MILLIS) return;
    tidiedAt = now;
    await runLocal(dir, ['gc', '--auto', '--quiet'], { timeoutMillis: TIMEOUT_MILLIS }).catch(
      () => undefined,
    );
  };
}
