import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { MistakeError, StuckError } from '../../core/model/errors.ts';
import { errorCode, makeKeyFile } from './key-file.ts';

const KEY_BYTES = 32;

/** The host's own random key, made (mode 0600) at the first use. It never leaves the state folder. */
export function readHostKey(path: string, writable: boolean): Buffer {
  const key = readKey(path) ?? (writable ? makeKeyFile(path, randomBytes(KEY_BYTES), readKey) : noKey(path));
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
    const code = errorCode(error);
    if (code === 'ENOENT') return undefined;
    throw new MistakeError(`${path} can't be read (${code}).`, 'Run homeamp as the user that owns it.');
  }
}

function noKey(path: string): never {
  throw new MistakeError(
    `${path} is missing, and the state folder may not be written by this user.`,
    'Run homeamp once as the user that owns the folder, or name another with --state.',
  );
}
