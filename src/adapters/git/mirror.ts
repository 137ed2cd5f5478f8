import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MistakeError, TransientError } from '../../core/model/errors.ts';
import { localEnvironment } from './git-environment.ts';
import { runGit } from './run-git.ts';
import { scrubCredentials } from './scrub-credentials.ts';

const INIT_TIMEOUT_MILLIS = 60_000;
const MAX_OUTPUT = 1024 * 1024;

/** The folder of an address's bare mirror; one for all that read this address on this host. */
export function mirrorOf(address: string, stateDir: string): string {
  const id = createHash('sha256').update(address).digest('hex').slice(0, 16);
  return join(stateDir, 'mirrors', `${id}.git`);
}

/** Makes an empty mirror unless one is there. Throws `MistakeError` when its folder can't be made. */
export async function initMirror(mirror: string): Promise<void> {
  if (existsSync(join(mirror, 'HEAD'))) return;
  try {
    mkdirSync(dirname(mirror), { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MistakeError(
      `The folder of mirrors ${dirname(mirror)} can't be made (${code}).`,
      'Run homeamp as the user that owns the state folder, or name another with --state.',
    );
  }
  const made = await runGit({
    args: ['init', '--bare', '--quiet', '--template=', '--object-format=sha1', '--', mirror],
    env: localEnvironment(),
    timeoutMillis: INIT_TIMEOUT_MILLIS,
    maxOutputBytes: MAX_OUTPUT,
  });
  if (made.exitCode === 0) return;
  throw new TransientError(
    `git can't make the mirror ${mirror}: ${scrubCredentials(made.stderr.trim().slice(0, 500))}`,
    'Check the room on the disk and the rights on the state folder.',
  );
}
