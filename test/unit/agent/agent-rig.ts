import { type AgentParts, runAgent } from '../../../src/agent/run-agent.ts';
import type { PassEnd } from '../../../src/engine/agent/pass-wants.ts';
import type { LogFields } from '../../../src/ports/log.ts';

const HOURLY = { kind: 'interval', millis: 3_600_000 } as const;

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** An agent whose passes, signals and log are in the test's hands. */
export function startAgent(changes: Partial<AgentParts>) {
  const lines: LogLine[] = [];
  const hangUp: (() => void)[] = [];
  const terminate: (() => void)[] = [];
  const say =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  const ended = runAgent({
    once: false,
    schedule: { poll: HOURLY, pulls: HOURLY, scan: HOURLY, jitter: 0 },
    pass: async () => passEnd({}),
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    signals: {
      onHangUp: (listener) => void hangUp.push(listener),
      onTerminate: (listener) => void terminate.push(listener),
    },
    webhook: undefined,
    ...changes,
  });
  const send = (listeners: readonly (() => void)[]) => () => {
    for (const listener of listeners) listener();
  };
  return { ended, lines, hangUp: send(hangUp), terminate: send(terminate) };
}

export function passEnd(changes: Partial<PassEnd>): PassEnd {
  return {
    isOk: true,
    news: false,
    revision: 'a1b2c3d4e5f6',
    states: { InSync: 3, Drifted: 1 },
    waiting: [],
    retryAfterMillis: undefined,
    servers: { wakeInMillis: undefined, busy: 0, held: 0 },
    facts: undefined,
    hasTrouble: false,
    openPulls: undefined,
    ...changes,
  };
}
