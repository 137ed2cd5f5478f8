import { join } from 'node:path';
import { systemClock } from '../adapters/clock/index.ts';
import { createLog } from '../adapters/log/index.ts';
import { lockState } from '../adapters/state/index.ts';
import { type AgentParts, runAgent } from '../agent/run-agent.ts';
import { createPasses } from '../engine/agent/run-pass.ts';
import type { Log } from '../ports/log.ts';
import type { Settings } from '../settings/settings.ts';
import { startWebhookServer } from '../web/webhook-server.ts';
import { type AgentWorld, openAgent } from './open-agent.ts';

export interface AgentStart {
  readonly once: boolean;
  readonly environment: AgentWorld['environment'];
  readonly version: string;
  readonly write: (line: string) => void;
  readonly isTerminal: boolean;
}

/** Runs the agent until it is told to stop, or for one pass. One agent at a time has a state folder. */
export async function startAgent(
  settings: Settings,
  start: AgentStart,
): Promise<'stopped' | 'done' | 'failed'> {
  const log = createLog({
    write: start.write,
    format: formatOf(settings, start.isTerminal),
    now: () => systemClock.now(),
  });
  const { agent, close } = await openAgent(settings, { ...start, log });
  const signals = listenToSignals();
  try {
    const release = lockState(join(settings.state, 'agent'));
    try {
      const passes = createPasses(agent);
      return await runAgent({
        once: start.once,
        schedule: settings.schedule,
        pass: (wants, shouldStop) => passes.run(wants, shouldStop),
        log,
        signals,
        webhook: webhookOf(settings, log),
      });
    } finally {
      release();
    }
  } finally {
    await close();
    signals.release();
  }
}

function formatOf({ log }: Settings, isTerminal: boolean): 'json' | 'text' {
  if (log.format !== 'auto') return log.format;
  return isTerminal ? 'text' : 'json';
}

/** The process's signals until they are released: one process may run agents one after the other. */
function listenToSignals(): AgentParts['signals'] & { readonly release: () => void } {
  const stops: (() => void)[] = [];
  const listen = (signal: NodeJS.Signals, listener: () => void) => {
    process.on(signal, listener);
    stops.push(() => process.off(signal, listener));
  };
  return {
    onHangUp: (listener) => listen('SIGHUP', listener),
    onTerminate: (listener) => {
      listen('SIGTERM', listener);
      listen('SIGINT', listener);
    },
    release: () => {
      for (const stop of stops) stop();
    },
  };
}

function webhookOf({ http }: Settings, log: Log): AgentParts['webhook'] {
  if (http === undefined) return undefined;
  const { listen, webhook } = http;
  return {
    start: (onHint) => startWebhookServer({ listen, secret: webhook.secret, onHint, log }),
  };
}
