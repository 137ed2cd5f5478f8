import type { Report } from '../../core/report/report.ts';
import type { AgentHost } from './agent-host.ts';
import type { SeenHistory } from './host-facts.ts';
import type { Outbox } from './outbox.ts';
import type { PassEnd, PassWant } from './pass-wants.ts';
import type { PullPlanner } from './plan-pulls.ts';

/** What is remembered between the passes of a host. */
export interface PassMemory {
  readonly planner: PullPlanner;
  openPulls: ReadonlySet<number>;
  /** Those of the revision in force, and of the one that is held. */
  mergedPulls: ReadonlySet<number>;
  /** The text of the report that was kept last. */
  lastReport: string;
  /** What the last comparison found: instances by state, and why the newest revision can't be used. */
  compared: {
    readonly states: PassEnd['states'];
    readonly mistakes: readonly string[];
    readonly report: Report | undefined;
  };
  readonly seenHistory: SeenHistory;
  /** What the last pass found, so that equal findings are no news. */
  lastNews: string;
  /** True while a server got further than the last report tells. */
  hasMoved: boolean;
  /** What the other hosts were told last. */
  toldHosts: string;
  /** The tree whose secrets are hidden in what servers say. */
  hiddenFor: string;
}

/** One pass of a host. */
export interface Pass {
  readonly agent: AgentHost;
  readonly outbox: Outbox;
  readonly memory: PassMemory;
  readonly wants: ReadonlySet<PassWant>;
  readonly shouldStop: () => boolean;
}
