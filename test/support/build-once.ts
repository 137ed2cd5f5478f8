import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds dist/ before the first test, when it is older than the sources: many tests run the built command. */
export function setup(): void {
  const prepare = join(import.meta.dirname, '../../src/build/prepare.mjs');
  execFileSync(process.execPath, [prepare, '--build-only'], { stdio: 'inherit' });
}
