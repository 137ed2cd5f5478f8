import { MistakeError } from '../../core/model/errors.ts';

/** The only folders of a repository that homeamp reads. */
export const SOURCE_FOLDERS = ['desired-state', 'templates'] as const;

const MAX_FILES = 20_000;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

const MAX_PATH = 1024;
const MAX_SHOWN_PATH = 200;
const UNSAFE_PATH = /[\p{Cc}\\]/u;
const TEXT = new TextDecoder('utf-8', { fatal: true });

/** Counts what is taken and throws `MistakeError` at the first file that goes over a bound. */
export class SourceBudget {
  #files = 0;
  #bytes = 0;

  take(path: string, size: number): void {
    this.#files += 1;
    this.#bytes += size;
    if (size > MAX_FILE_BYTES) {
      throw new MistakeError(
        `${path} has ${size} bytes; files of the desired state may have ${MAX_FILE_BYTES / 1024 / 1024} MiB at most.`,
        'Move large files out of desired-state/ and templates/.',
      );
    }
    if (this.#files <= MAX_FILES && this.#bytes <= MAX_TOTAL_BYTES) return;
    throw new MistakeError(
      `desired-state/ and templates/ hold more than ${MAX_FILES} files or ${MAX_TOTAL_BYTES / 1024 / 1024} MiB.`,
      'Move what is not desired state out of these folders.',
    );
  }
}

/** The text of a path's bytes; undefined when it is not UTF-8, too long, or has parts that could mislead. */
export function parseSourcePath(bytes: Uint8Array): string | undefined {
  const path = decode(bytes);
  if (path === undefined || path.length > MAX_PATH || UNSAFE_PATH.test(path)) return undefined;
  const parts = path.split('/');
  const safe = parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git',
  );
  return safe ? path : undefined;
}

/** A path that is not safe, made safe to show. */
export function showUnsafePath(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, MAX_SHOWN_PATH)).slice(1, -1);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return TEXT.decode(bytes);
  } catch {
    return undefined;
  }
}
