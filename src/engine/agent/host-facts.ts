import { OperatingError } from '../../core/model/errors.ts';
import type { Report } from '../../core/report/report.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import { reportRestartOrders } from '../orders/report-orders.ts';
import type { AgentHost } from './agent-host.ts';
import { followConditions, type LastingCondition } from './conditions.ts';
import { NO_SOURCE } from './no-source.ts';
import type { Envelope, Outbox } from './outbox.ts';
import { reportCourse } from './report-course.ts';

/** What a host knows of itself when a pass has ended. Holds no secret. */
export interface HostFacts {
  /** Of the last comparison since the start, with what the agent decided since; undefined before there is one. */
  readonly report: Report | undefined;
  readonly lasting: readonly LastingCondition[];
  /** Instances that were written since the pass before, by what came of it. */
  readonly applied: readonly HistoryEntry['outcome'][];
  readonly frozen: number;
  /** Messages that the forge has not taken yet. */
  readonly waitingMessages: number;
  /** Objects that wait for the store to be back. */
  readonly spooledObjects: number;
  /** When files were last backed up, in milliseconds since 1970, UTC. */
  readonly lastBackupAt: number | undefined;
}

/** The newest entry of the history that was looked at; empty where there was none. */
export interface SeenHistory {
  id: string;
}

/** Where looking at the history begins: what was written before this agent started is not counted by it. */
export function seenHistory(agent: AgentHost): SeenHistory {
  return { id: newestOf(agent)?.id ?? '' };
}

const MOST_ENTRIES = 1000;

/** What every pass that looked at anything tells. Moves `seen` on. */
export function factsOf(
  agent: AgentHost,
  outbox: Outbox,
  { report, seen }: { readonly report: Report | undefined; readonly seen: SeenHistory },
): HostFacts {
  const { notes, clock } = agent;
  const { journal } = agent.over(NO_SOURCE);
  const newest = newestOf(agent);
  const applied = newest === undefined || newest.id === seen.id ? [] : outcomesAfter(agent, seen.id);
  seen.id = newest?.id ?? seen.id;
  const frozen = journal.unfinished().filter(({ step }) => step === 'frozen');
  return {
    report: report && { ...report, course: reportCourse(notes), restartOrders: reportRestartOrders(notes) },
    lasting: followConditions(notes, { report, now: clock.now() }),
    applied,
    frozen: new Set(frozen.map(({ instance }) => instance)).size,
    waitingMessages: outbox.names().filter((name) => isWaiting(outbox.get(name))).length,
    spooledObjects: agent.spool.pending(),
    lastBackupAt: newest?.at,
  };
}

/** A deployment that was told is looked at again until every host is done, so that its state says nothing. */
function isWaiting(envelope: Envelope | undefined): boolean {
  return envelope?.state === 'waiting' && envelope.message.kind !== 'deployment';
}

function outcomesAfter(agent: AgentHost, id: string): readonly HistoryEntry['outcome'][] {
  return listHistory(agent, MOST_ENTRIES)
    .filter((entry) => entry.id > id)
    .map(({ outcome }) => outcome);
}

function newestOf(agent: AgentHost): HistoryEntry | undefined {
  return listHistory(agent, 1)[0];
}

/** A damaged entry is no reason for a pass to fail: the commands that need it tell of it. */
function listHistory(agent: AgentHost, limit: number): readonly HistoryEntry[] {
  try {
    return agent.over(NO_SOURCE).history.list(limit);
  } catch (error) {
    if (error instanceof OperatingError) return [];
    throw error;
  }
}
