import type { Report } from '../core/report/report.ts';
import { isAnythingDifferent } from '../core/report/summarize-pass.ts';
import type { InstanceOutcome } from '../engine/apply/apply-plan.ts';
import type { Recovery } from '../engine/apply/recover.ts';
import { EXIT, type ExitCode, exitCodeOf, worstExitCode } from './exit-codes.ts';

export interface ApplyEnd {
  readonly outcomes: readonly InstanceOutcome[];
  readonly recoveries: readonly Recovery[];
  readonly isInterrupted: boolean;
  readonly report: Report;
}

/** The gravest thing that happened; an interrupt that left instances out is tried again like a passing failure. */
export function decideApplyExit({ outcomes, recoveries, isInterrupted, report }: ApplyEnd): ExitCode {
  const failures = outcomes.flatMap((outcome) =>
    outcome.kind === 'failed' ? [exitCodeOf(outcome.failure)] : [],
  );
  const isFrozen = recoveries.some(({ outcome }) => outcome === 'frozen');
  const isCutShort = isInterrupted && outcomes.some(({ kind }) => kind === 'skipped');
  return worstExitCode([
    ...failures,
    ...(isFrozen ? [EXIT.stuck] : []),
    ...(isCutShort ? [EXIT.transient] : []),
    isAnythingDifferent(report) ? EXIT.differs : EXIT.done,
  ]);
}
