import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runLocal } from './run-local.ts';

/** Looks for damage in a mirror, not too often. */
export interface HealthCheck {
  /** True when the mirror proves to be damaged and was not made anew within the last hour. */
  needsRebuild(): Promise<boolean>;
  noteRebuilt(): void;
}

const CHECK_EVERY_MILLIS = 10 * 60_000;
const REBUILD_EVERY_MILLIS = 60 * 60_000;
const CHECK_TIMEOUT_MILLIS = 10 * 60_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

export function createHealthCheck(dir: string): HealthCheck {
  let checkedAt: number | undefined;
  let rebuiltAt: number | undefined;
  return {
    async needsRebuild() {
      const now = performance.now();
      if (rebuiltAt !== undefined && now - rebuiltAt < REBUILD_EVERY_MILLIS) return false;
      if (checkedAt !== undefined && now - checkedAt < CHECK_EVERY_MILLIS) return false;
      checkedAt = now;
      return isDamaged(dir);
    },
    noteRebuilt() {
      rebuiltAt = performance.now();
    },
  };
}

/** Reads every object, as `git fsck` does. */
async function isDamaged(dir: string): Promise<boolean> {
  const checked = await runLocal(dir, ['fsck', '--full', '--no-dangling', '--no-progress'], {
    timeoutMillis: CHECK_TIMEOUT_MILLIS,
    maxOutputBytes: MAX_OUTPUT,
  });
  return checked.exitCode !== 0;
}

/** A git that was killed leaves its locks, and every later one gives up at them. Only those of this age are removed. */
export function removeStaleLocks(dir: string, olderThanMillis: number): void {
  const before = Date.now() - olderThanMillis;
  for (const folder of ['.', 'refs']) {
    for (const name of namesIn(join(dir, folder), folder === 'refs')) {
      const path = join(dir, folder, name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (name.endsWith('.lock') && stats?.isFile() && stats.mtimeMs < before) rmSync(path, { force: true });
    }
  }
}

function namesIn(folder: string, recursive: boolean): readonly string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' });
  } catch {
    // A mirror that can't be listed is for the check to find.
    return [];
  }
}
