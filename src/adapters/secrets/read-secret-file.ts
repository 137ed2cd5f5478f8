import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { MistakeError, OperatingError } from '../../core/model/errors.ts';

const MAX_BYTES = 1024 * 1024;
const OPEN_TO_OTHERS = 0o077;

/** The text of a file that only its owner may read or write. `variable` is what named it, for messages. */
export function readSecretFile(path: string, variable: string): string {
  try {
    // Without blocking, so that a pipe put in its place can't hang the command.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) throw unusable(path, variable, 'it is not a file');
      if ((stats.mode & OPEN_TO_OTHERS) !== 0) throw openToOthers(path);
      if (stats.size > MAX_BYTES) throw unusable(path, variable, 'it is larger than 1 MiB');
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw unusable(path, variable, code);
  }
}

function openToOthers(path: string): MistakeError {
  return new MistakeError(
    `${path} holds secrets, and other users than its owner may open it`,
    `Run: chmod 600 ${path}`,
  );
}

function unusable(path: string, variable: string, reason: string): MistakeError {
  return new MistakeError(
    `the file that ${variable} names, ${path}, can't be read: ${reason}`,
    `Correct ${variable}, or let this user own and read the file.`,
  );
}
