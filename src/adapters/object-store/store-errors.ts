import { MistakeError, OperatingError, TransientError } from '../../core/model/errors.ts';

/** True when the error says that nothing is at the path. */
export function isAbsence(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Turns a failed call on the store's folder into the kind that says what to do. */
export function storeFailure(error: unknown, dir: string): unknown {
  const code = codeOf(error);
  if (error instanceof OperatingError || code === undefined) return error;
  const options = { cause: error };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new TransientError(
        `The disk with the object store ${dir} is full.`,
        'Free some room and try again.',
        options,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EISDIR':
    case 'ELOOP':
      return new MistakeError(
        `The object store ${dir} can't be used by this user (${code}).`,
        'Correct the owner and mode of the folder, or name another folder as the store.',
      );
    default:
      return new TransientError(`The object store ${dir} fails (${code}).`, 'Try again later.', options);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
