import type { OperatingError } from '../core/model/errors.ts';

/** The exit codes of every command, as documented. */
export const EXIT = {
  done: 0,
  differs: 1,
  mistake: 2,
  transient: 3,
  stalePlan: 4,
  applyFailed: 5,
  stuck: 6,
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_KIND: Readonly<Record<OperatingError['kind'], ExitCode>> = {
  mistake: EXIT.mistake,
  transient: EXIT.transient,
  'stale-plan': EXIT.stalePlan,
  'apply-failed': EXIT.applyFailed,
  stuck: EXIT.stuck,
};

export function exitCodeOf(error: OperatingError): ExitCode {
  return BY_KIND[error.kind];
}

/** The gravest of several: a frozen instance before a failed one, and so on down to nothing. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return codes.toSorted((a, b) => a - b).at(-1) ?? EXIT.done;
}
