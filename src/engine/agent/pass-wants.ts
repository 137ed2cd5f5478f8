import type { HostFacts } from './host-facts.ts';

/**
 * What a pass is asked to look at. `servers`: only what is under way on servers. `ending`: the same, and no server is
 * begun with, since the agent is to stop.
 */
export type PassWant = 'repository' | 'pulls' | 'scan' | 'servers' | 'ending';

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
  /** True when a part of the pass failed, whatever became of the instances. */
  readonly hasTrouble: boolean;
  /** Nothing should be asked of the forge before this time has passed. */
  readonly retryAfterMillis: number | undefined;
  readonly servers: ServersUnderWay;
  /** What the host knows of itself; undefined where the pass looked at servers alone. */
  readonly facts: HostFacts | undefined;
  /** Open pull requests that this host answers; undefined where they were not asked for, or could not be. */
  readonly openPulls: number | undefined;
}

/** What is under way on servers when a pass ends. */
export interface ServersUnderWay {
  /** When to look again; undefined when nothing is under way. */
  readonly wakeInMillis: number | undefined;
  /** Servers that are not where players can use them, or not known to do well yet. */
  readonly busy: number;
  /** Servers that homeamp has stopped, or is stopping, and that nobody has told to start again. */
  readonly held: number;
}
