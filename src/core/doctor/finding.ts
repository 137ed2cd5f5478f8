import type { CheckName } from './check-list.ts';
import { PROBLEMS, type ProblemCode } from './problem-list.ts';

/** What a check found of one thing. A check finds one thing or several, each by itself. */
export type Finding =
  | {
      readonly check: CheckName;
      readonly subject: string | undefined;
      readonly result: 'ok';
      readonly message: string;
    }
  /** It could not be looked at; `message` says why. */
  | {
      readonly check: CheckName;
      readonly subject: string | undefined;
      readonly result: 'skipped';
      readonly message: string;
    }
  | Problem;

/** Something that isn't as it should be. */
export interface Problem {
  readonly check: CheckName;
  readonly subject: string | undefined;
  readonly result: 'warning' | 'failed';
  /** Stable; docs/doctor.md lists all of them. */
  readonly code: ProblemCode | UnfinishedCode;
  readonly message: string;
  /** What to do. */
  readonly next: string;
}

/** Of any check: it took too long, or homeamp itself failed in it. */
export type UnfinishedCode = 'check-too-slow' | 'check-broken';

interface About {
  /** What of several: a service, an instance, an address. */
  readonly subject?: string;
  /** In place of the advice of the list, where more is known. */
  readonly next?: string;
}

export function ok(check: CheckName, message: string, { subject }: About = {}): Finding {
  return { check, subject, result: 'ok', message };
}

export function skipped(check: CheckName, message: string, { subject }: About = {}): Finding {
  return { check, subject, result: 'skipped', message };
}

/** Whether it is a failure or a warning, and of which check, stands in the list of problems. */
export function problem(code: ProblemCode, message: string, { subject, next }: About = {}): Problem {
  const { check, result, next: advice } = PROBLEMS[code];
  return { check, subject, result, code, message, next: next ?? advice };
}

/** A check that came to no end of its own. */
export function unfinished(check: CheckName, code: UnfinishedCode, message: string): Problem {
  return { check, subject: undefined, result: 'failed', code, message, next: UNFINISHED_NEXT[code] };
}

const UNFINISHED_NEXT: Readonly<Record<UnfinishedCode, string>> = {
  'check-too-slow': 'Look whether the disk or the network hangs, then run doctor again.',
  'check-broken': "Please report it on the issues page of homeamp's repository.",
};

/** The list itself where something was found, else one finding that all is well. */
export function allOr(problems: readonly Finding[], fine: Finding): readonly Finding[] {
  return problems.length > 0 ? problems : [fine];
}
