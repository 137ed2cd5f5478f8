/** What a pass is asked to look at. */
export type PassWant = 'repository' | 'pulls' | 'scan';

/** What became of a pass, for the daemon that runs it. */
export interface PassEnd {
  /** False when something has to be tried again: the forge or the repository is away, or an apply failed. */
  readonly isOk: boolean;
  /** True when the pass did something or found something that the one before did not. */
  readonly news: boolean;
  /** The revision that is in force on this host, short; empty before the first one. */
  readonly revision: string;
  /** Instances by state. */
  readonly states: Readonly<Record<string, number>>;
  /** Why something waits, in constant words. */
  readonly waiting: readonly string[];
  /** Nothing should be asked of the forge before this time has passed. */
  readonly retryAfterMillis: number | undefined;
}
