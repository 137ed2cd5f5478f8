import { ApplyFailedError, OperatingError, TransientError } from '../../core/model/errors.ts';
import { OutsideRootError } from './confined-folder.ts';
import { explainCode, systemCode } from './file-rules.ts';

const PASSING_CODES = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

/** Turns a failed write into the kind that says what to do; anything that is not a system error stays as it is. */
export function writeFailure(error: unknown, action: string, path: string): unknown {
  if (error instanceof OperatingError) return error;
  const message = (reason: string): string => `${path} can't be ${action}: ${reason}.`;
  if (error instanceof OutsideRootError) return refusal(message(error.message));
  const code = systemCode(error);
  if (code === undefined) return error;
  const options = { cause: error };
  if (PASSING_CODES.has(code)) {
    return new TransientError(
      message(explainCode(code)),
      'Free some room on the host and try again.',
      options,
    );
  }
  return new ApplyFailedError(message(explainCode(code)), nextStep(code), options);
}

/** A target that homeamp doesn't touch, whatever Git says. */
export function refusal(message: string): ApplyFailedError {
  return new ApplyFailedError(message, 'Look at who put it there; make it a plain file in a real folder.');
}

function nextStep(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'Run homeamp as the user that owns the instance (often `amp`), or correct the owner and mode.';
    case 'EROFS':
      return 'Mount the file system for writing, and look into the kernel log for why it is not.';
    case 'EIO':
      return 'Check the disk: the kernel log names the failing device.';
    default:
      return 'Look at the path on the host, correct it, and apply again.';
  }
}
