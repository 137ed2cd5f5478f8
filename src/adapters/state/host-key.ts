import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MistakeError, StuckError, TransientError } from '../../core/model/errors.ts';

const KEY_BYTES = 32;

/** The host's own random key, made (mode 0600) at the first use. It never leaves the state folder. */
export function readHostKey(path: string, writable: boolean): Buffer {
  const key = readKey(path) ?? (writable ? makeKey(path) : noKey(path));
  if (key.length === KEY_BYTES) return key;
  throw new StuckError(
    `${path} is damaged: it holds ${key.length} bytes instead of ${KEY_BYTES}.`,
    'Put it back from a backup. Without one, delete it: every key is then compared as if it had never been applied.',
  );
}

function readKey(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    throw new MistakeError(
      `${path} can't be read (${String(code)}).`,
      'Run homeamp as the user that owns it.',
    );
  }
}

// A link appears with its whole content, so two processes that start at once agree on one key.
function makeKey(path: string): Buffer {
  const temporary = `${path}.${process.pid}.new`;
  const key = randomBytes(KEY_BYTES);
  try {
    writeKey(temporary, key);
    linkSync(temporary, path);
    syncFolder(dirname(path));
    return key;
  } catch (error) {
    const existing = readKey(path);
    if (existing === undefined) throw makingFailure(path, error);
    return existing;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeKey(path: string, key: Buffer): void {
  rmSync(path, { force: true });
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, key);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function makingFailure(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new TransientError(`The disk with ${path} is full.`, 'Free some room on the host and try again.', {
    cause: error,
  });
}

function syncFolder(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function noKey(path: string): never {
  throw new MistakeError(
    `${path} is missing, and the state folder may not be written by this user.`,
    'Run homeamp once as the user that owns the folder, or name another with --state.',
  );
}
