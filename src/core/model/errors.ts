import type { Issue } from './issue.ts';

/** The base of every failure that homeamp expects; `next` tells the person what to do. */
export abstract class OperatingError extends Error {
  abstract readonly kind: 'mistake' | 'transient' | 'stale-plan' | 'apply-failed' | 'stuck';
  readonly next: string;

  constructor(message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.next = next;
  }
}

/** A mistake in the repository, a configuration file or the command line. Exit code 2. */
export class MistakeError extends OperatingError {
  readonly kind = 'mistake';
  readonly issues: readonly Issue[];

  constructor(message: string, next: string, issues: readonly Issue[] = []) {
    super(message, next);
    this.issues = issues;
  }
}

/** Passes by itself: network away, lock held, disk full. Exit code 3. */
export class TransientError extends OperatingError {
  readonly kind = 'transient';
  /** How long whoever failed asked us to wait; undefined where nobody said. */
  readonly retryAfterMillis: number | undefined;

  constructor(
    message: string,
    next: string,
    options?: ErrorOptions & { readonly retryAfterMillis?: number },
  ) {
    super(message, next, options);
    this.retryAfterMillis = options?.retryAfterMillis;
  }
}

/** A live file moved since the plan was made; nothing was written. Exit code 4. */
export class StalePlanError extends OperatingError {
  readonly kind = 'stale-plan';
}

/** Applying failed and the instance was put back to the byte. Exit code 5. */
export class ApplyFailedError extends OperatingError {
  readonly kind = 'apply-failed';
}

/** Putting back failed too: the instance is frozen until a person acts. Exit code 6. */
export class StuckError extends OperatingError {
  readonly kind = 'stuck';
}
