import { closeSync, constants, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MistakeError, TransientError } from '../../core/model/errors.ts';
import { claimOf, isAlive, ownClaim, type ProcessClaim, parseClaim } from './process-claim.ts';

const ATTEMPTS = 4;
const MAX_PAUSE_MILLIS = 40;

/**
 * Makes this process the only writer of the state folder until `release` is called; `TransientError` when another live
 * process is. A claim is an empty file whose name tells the process; it is made before looking at the others, so of two
 * processes at least one sees the other. Claims of dead processes are swept. Works among processes that see each
 * other in one process table.
 */
export function lockState(dir: string): () => void {
  const folder = join(dir, 'lock');
  const own = claimOf(ownClaim());
  for (let attempt = 1; ; attempt += 1) {
    claim(folder, own);
    const other = findLiveOwner(folder, own);
    if (other === undefined) return () => rmSync(join(folder, own), { force: true });
    rmSync(join(folder, own), { force: true });
    if (attempt === ATTEMPTS) throw held(folder, other);
    // Two that claimed at the same moment both step back; chance lets one of them be first.
    pause(Math.random() * MAX_PAUSE_MILLIS);
  }
}

function claim(folder: string, own: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const fd = openSync(join(folder, own), flags, 0o600);
    fsyncSync(fd);
    closeSync(fd);
  } catch (error) {
    throw claimFailure(error, folder, own);
  }
}

function claimFailure(error: unknown, folder: string, own: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') return held(folder, own);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new TransientError(
      `The disk with ${folder} is full.`,
      'Free some room on the host and try again.',
    );
  }
  if (code === undefined) return error;
  return new MistakeError(
    `The state can't be locked: ${folder} may not be written (${String(code)}).`,
    'Run homeamp as the user that owns the state folder, or name another with --state.',
  );
}

function findLiveOwner(folder: string, own: string): string | undefined {
  let live: string | undefined;
  for (const name of readdirSync(folder)) {
    if (name === own) continue;
    const process = parseClaim(name);
    if (process !== undefined && isAlive(process)) live = name;
    // Its name is never used again, so whoever finds it may delete it.
    else rmSync(join(folder, name), { force: true, recursive: true });
  }
  return live;
}

function held(folder: string, name: string): TransientError {
  const owner = parseClaim(name) as ProcessClaim;
  const since = statSync(join(folder, name), { throwIfNoEntry: false })?.mtime.toISOString();
  return new TransientError(
    `Another homeamp (process ${owner.pid}) is using the state folder${since === undefined ? '' : ` since ${since}`}.`,
    'Wait until it is done and try again.',
  );
}

function pause(millis: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis);
}
