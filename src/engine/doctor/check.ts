import type { CheckName } from '../../core/doctor/check-list.ts';
import type { Finding } from '../../core/doctor/finding.ts';
import { problem, skipped } from '../../core/doctor/finding.ts';
import type { ProblemCode } from '../../core/doctor/problem-list.ts';
import { type OperatingError, TransientError } from '../../core/model/errors.ts';
import type { DoctorFacts } from './doctor-facts.ts';
import type { DoctorParts } from './doctor-parts.ts';

/** Looks at one thing, or several of a kind, and says what it found. Changes nothing. */
export type Check = (parts: DoctorParts, facts: DoctorFacts) => Promise<readonly Finding[]>;

/** Checks by name; those that belong together stand in one file. */
export type Checks = Partial<Readonly<Record<CheckName, Check>>>;

/** A check that has nothing to look at. */
export function skip(check: CheckName, why: string): readonly Finding[] {
  return [skipped(check, `Not looked at: ${why}.`)];
}

/** A failure in its own words, under the code for what passes or the one for what does not. */
export function failure(
  error: OperatingError,
  codes: { readonly passing: ProblemCode; readonly lasting: ProblemCode },
): Finding {
  const code = error instanceof TransientError ? codes.passing : codes.lasting;
  return problem(code, error.message, { next: error.next });
}
