import { renameSync, rmSync } from 'node:fs';
import { TransientError } from '../../core/model/errors.ts';
import { fetchInto } from './fetch-into.ts';
import { initMirror } from './mirror.ts';
import { KEEP_NAMES, keepRef } from './own-refs.ts';
import type { Remote } from './remote-access.ts';
import { fetchFailure } from './remote-failure.ts';
import { runLocal } from './run-local.ts';

/**
 * Fetches a new mirror beside a damaged one, then lets it take the place. The damaged one stays as `….damaged`, the
 * newest alone. Nothing is moved when the remote can't be fetched.
 */
export async function rebuildMirror(remote: Remote, dir: string, refspec: string): Promise<void> {
  const fresh = `${dir}.new`;
  const damaged = `${dir}.damaged`;
  rmSync(fresh, { recursive: true, force: true });
  await initMirror(fresh);
  const fetched = await fetchInto(remote, fresh, refspec);
  if (fetched.exitCode !== 0) throw fetchFailure(remote.name, fetched);
  await carryKept(dir, fresh);
  try {
    rmSync(damaged, { recursive: true, force: true });
    renameSync(dir, damaged);
    renameSync(fresh, dir);
  } catch (error) {
    throw new TransientError(
      `The damaged mirror ${dir} can't be replaced.`,
      'Check the rights on the state folder.',
      { cause: error },
    );
  }
}

/** Kept commits that the remote still has; the others are lost with the damage. */
async function carryKept(from: string, to: string): Promise<void> {
  for (const name of KEEP_NAMES) {
    const kept = await runLocal(from, ['rev-parse', '--verify', '--quiet', keepRef(name)]);
    const sha = kept.stdout.toString().trim();
    if (kept.exitCode === 0) await runLocal(to, ['update-ref', keepRef(name), sha]);
  }
}
