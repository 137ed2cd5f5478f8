import { MistakeError, type OperatingError, TransientError } from '../../core/model/errors.ts';
import { isFailedOnServer } from '../../core/model/server-codes.ts';
import type { InstanceReport } from '../../core/report/report.ts';
import type { Recovery } from '../apply/recover.ts';
import type { AgentHost } from './agent-host.ts';
import type { Course } from './follow-branch.ts';
import { factsOf } from './host-facts.ts';
import type { Pass } from './pass.ts';
import type { PassEnd } from './pass-wants.ts';
import type { Reconciled } from './reconcile.ts';
import { serversUnderWay } from './tend-servers.ts';

/** What a pass came to. */
export interface Found {
  readonly course: Course | undefined;
  readonly reconciled: Reconciled | undefined;
  readonly troubles: readonly OperatingError[];
  readonly recoveries: readonly Recovery[];
  /** Undefined where open pull requests were not asked for, or could not be. */
  readonly openPulls: number | undefined;
}

export const NOTHING_FOUND: Found = {
  course: undefined,
  reconciled: undefined,
  troubles: [],
  recoveries: [],
  openPulls: undefined,
};

/** Tells of a pass what is news, and what the daemon must know of it. */
export function endOf({ agent, outbox, memory }: Pass, found: Found): PassEnd {
  const { course, reconciled } = found;
  const troubles = [...found.troubles, ...(course?.away === undefined ? [] : [course.away])];
  // What several parts met is told once.
  const unlike = [...new Map(troubles.map((trouble) => [trouble.message, trouble])).values()];
  if (reconciled !== undefined) {
    const mistakes = reconciled.mistakes === undefined ? [] : [reconciled.mistakes.message];
    const { report } = reconciled;
    memory.compared = { states: report.totals.states, mistakes, report };
  }
  const held = course?.held === undefined ? [] : [course.held.reason.message];
  const waiting = [...held, ...memory.compared.mistakes, ...unlike.map((trouble) => trouble.message)];
  const end = {
    revision: course?.accepted?.sha.slice(0, 12) ?? '',
    states: memory.compared.states,
    waiting,
  };
  const news = JSON.stringify(end);
  const isNews =
    found !== NOTHING_FOUND &&
    (news !== memory.lastNews || reconciled?.hasApplied === true || found.recoveries.length > 0);
  if (found !== NOTHING_FOUND) memory.lastNews = news;
  for (const trouble of unlike) tell(agent, trouble, isNews);
  return {
    ...end,
    isOk: troubles.length === 0 && !reconciled?.report.instances.some(mustBeTriedAgain),
    hasTrouble: troubles.length > 0,
    news: isNews,
    retryAfterMillis: longest(troubles),
    servers: serversUnderWay(agent),
    facts:
      found === NOTHING_FOUND
        ? undefined
        : factsOf(agent, outbox, { report: memory.compared.report, seen: memory.seenHistory }),
    openPulls: found.openPulls,
  };
}

/** What a server did not do well with was taken back, and trying it again would not mend it. */
function mustBeTriedAgain({ state, reason }: InstanceReport): boolean {
  return state === 'Failed' && !isFailedOnServer(reason ?? undefined);
}

function tell(agent: AgentHost, trouble: OperatingError, isNews: boolean): void {
  if (!isNews) return;
  const issues = trouble instanceof MistakeError ? trouble.issues.length : 0;
  agent.log.warn('a part of the pass failed', { why: trouble.message, next: trouble.next, issues });
}

function longest(troubles: readonly OperatingError[]): number | undefined {
  const waits = troubles.map((trouble) =>
    trouble instanceof TransientError ? (trouble.retryAfterMillis ?? 0) : 0,
  );
  const most = Math.max(0, ...waits);
  return most > 0 ? most : undefined;
}
