import { OperatingError } from '../../core/model/errors.ts';
import type { Heartbeat } from '../../core/report/heartbeat.ts';
import { INSTANCE_STATES } from '../../core/report/report.ts';
import { writeSigned } from '../signed-documents.ts';
import { readAccepted } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { newestPassKey } from './keep-report.ts';
import { NO_SOURCE } from './no-source.ts';
import type { PassEnd } from './pass-wants.ts';

/** Tells the other hosts, through the report store, that this one is alive. A store that fails is told of in the log alone. */
export interface Heartbeats {
  /** What the next heartbeats say of the passes; undefined for a pass that threw. */
  note(end: Pick<PassEnd, 'isOk' | 'states'> | undefined): void;
  /** At most once a minute. */
  beat(): Promise<void>;
}

const GAP_MILLIS = 60_000;

/** Where a host keeps its heartbeat among the reports. */
export function heartbeatKey(host: string): string {
  return `${host}/heartbeat.json`;
}

/** `everyMillis`: how often somebody makes it beat at least; undefined where nobody does. */
export function createHeartbeats(agent: AgentHost, everyMillis: number | undefined): Heartbeats {
  const { log, clock } = agent;
  let last: Pick<PassEnd, 'isOk' | 'states'> = { isOk: true, states: {} };
  let toldAt: number | undefined;
  let isFailing = false;

  async function tell(now: number): Promise<void> {
    const nextBy = everyMillis === undefined ? null : now + 2 * everyMillis + GAP_MILLIS;
    const heartbeat = heartbeatOf(agent, { ...last, at: now, nextBy });
    try {
      await agent.reports.put(heartbeatKey(agent.name), writeSigned(agent.signer, heartbeat));
      isFailing = false;
    } catch (failure) {
      if (!(failure instanceof OperatingError)) throw failure;
      if (!isFailing) log.warn('the heartbeat could not be kept', { why: failure.message });
      isFailing = true;
    }
  }

  return {
    note(end) {
      last = end ?? { ...last, isOk: false };
    },
    async beat() {
      const now = clock.now();
      if (toldAt !== undefined && Math.abs(now - toldAt) < GAP_MILLIS) return;
      toldAt = now;
      await tell(now);
    },
  };
}

function heartbeatOf(
  agent: AgentHost,
  { at, nextBy, isOk, states }: Pick<Heartbeat, 'at' | 'nextBy' | 'isOk' | 'states'>,
): Heartbeat {
  const found = INSTANCE_STATES.filter((state) => (states[state] ?? 0) > 0);
  return {
    kind: 'heartbeat',
    host: agent.name,
    version: agent.over(NO_SOURCE).version,
    at,
    nextBy,
    revision: readAccepted(agent.notes)?.sha ?? null,
    isOk,
    states: Object.fromEntries(found.map((state) => [state, states[state] ?? 0])),
    report: newestPassKey({ agent }),
  };
}
