import {
  closeSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { MistakeError, TransientError } from '../../core/model/errors.ts';

/**
 * Puts a new key into its file, mode 0600 and durable. Two processes that start at once agree on one key: the one that
 * is later gets what is there. `read` gives undefined when there is none yet.
 */
export function makeKeyFile<T extends string | Buffer>(
  path: string,
  made: T,
  read: (path: string) => T | undefined,
): T {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeKey(temporary, made);
    // A link appears with its whole content.
    linkSync(temporary, path);
    syncFolder(dirname(path));
    return made;
  } catch (error) {
    const existing = read(path);
    if (existing === undefined) throw makingFailure(path, error);
    return existing;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeKey(path: string, key: string | Buffer): void {
  rmSync(path, { force: true });
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(fd, key);
    // Root looks after hosts; the agent must be able to read what root made first.
    if (process.getuid?.() === 0) {
      const { uid, gid } = statSync(dirname(path));
      fchownSync(fd, uid, gid);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function makingFailure(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const next = 'Free some room on the host and try again.';
    return new TransientError(`The disk with ${path} is full.`, next, { cause: error });
  }
  return new MistakeError(
    `${path} can't be made (${code}).`,
    'Run homeamp as the user that owns the state folder.',
  );
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The system's code of a failure, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
}
