import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { MistakeError } from '../../core/model/errors.ts';

const NEXT = 'Run homeamp as the user that owns the folder, or name another with --state.';

/** Makes the folder when it is missing. True when it may be written, false when only read. */
export function prepareFolder(dir: string): boolean {
  try {
    // Only a new folder gets the mode: one that exists may be shared on purpose.
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(dir, error);
  }
  if (!statSync(dir).isDirectory()) {
    throw new MistakeError(`The state folder ${dir} is not a folder.`, NEXT);
  }
  return mayAccess(dir, constants.W_OK | constants.X_OK) || assertReadable(dir);
}

function assertReadable(dir: string): false {
  if (mayAccess(dir, constants.R_OK | constants.X_OK)) return false;
  throw new MistakeError(`The state folder ${dir} may not be read by this user.`, NEXT);
}

function mayAccess(dir: string, mode: number): boolean {
  try {
    accessSync(dir, mode);
    return true;
  } catch {
    return false;
  }
}

function unusable(dir: string, error: unknown): MistakeError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
  return new MistakeError(`The state folder ${dir} can't be made or opened (${code}).`, NEXT);
}
