import { join } from 'node:path';
import { systemClock } from '../adapters/clock/index.ts';
import { createLog } from '../adapters/log/index.ts';
import { readCertificate } from '../adapters/net/index.ts';
import { lockState } from '../adapters/state/index.ts';
import { createTelemetry, type ReadableTelemetry } from '../adapters/telemetry/index.ts';
import { type AgentParts, runAgent } from '../agent/run-agent.ts';
import { type CertificatePlace, watchCertificates } from '../agent/watch-certificates.ts';
import { createRequestWatch, type RequestWatch } from '../agent/watch-requests.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import { createPasses } from '../engine/agent/run-pass.ts';
import type { Settings } from '../settings/settings.ts';
import { createPageAnswerer } from '../web/answer-page.ts';
import { startHttpServer } from '../web/http-server.ts';
import { BEAT_MILLIS, beginLife } from './agent-life.ts';
import { apiSourcesOf } from './api-sources.ts';
import { type ObservedAgent, observeAgent } from './observe-agent.ts';
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
  const telemetry = createTelemetry();
  const requests = createRequestWatch(telemetry);
  const { agent, close } = await openAgent(settings, { ...start, log, requests });
  const signals = listenToSignals();
  try {
    const release = lockState(join(settings.state, 'agent'));
    try {
      return await runOpened(settings, start, { agent, telemetry, requests, signals });
    } finally {
      release();
    }
  } finally {
    await close();
    signals.release();
  }
}

interface OpenedParts {
  readonly agent: AgentHost;
  readonly telemetry: ReadableTelemetry;
  readonly requests: RequestWatch;
  readonly signals: AgentParts['signals'];
}

async function runOpened(
  settings: Settings,
  { once, version }: AgentStart,
  { agent, telemetry, requests, signals }: OpenedParts,
): Promise<'stopped' | 'done' | 'failed'> {
  const passes = createPasses(agent, once ? {} : { beatMillis: BEAT_MILLIS });
  const heard = { pass: passes.run, telemetry, requests, clock: systemClock, version };
  const observed = observeAgent(settings, heard);
  const life = once ? undefined : beginLife(agent, { passes, version });
  try {
    return await runAgent({
      once,
      schedule: settings.schedule,
      pass: observed.pass,
      log: agent.log,
      signals,
      webhook: serverOf(settings, { agent, observed, telemetry, version }),
      onTurn: observed.onTurn,
    });
  } finally {
    await life?.end();
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

interface ServedParts {
  readonly agent: AgentHost;
  readonly observed: ObservedAgent;
  readonly telemetry: ReadableTelemetry;
  readonly version: string;
}

/** What listens while the agent watches: it hears webhooks, and shows what is known. */
function serverOf(settings: Settings, parts: ServedParts): AgentParts['webhook'] {
  if (settings.http === undefined) return undefined;
  const { listen, token, webhook } = settings.http;
  const { agent, observed, telemetry, version } = parts;
  const api = apiSourcesOf(agent, observed, version);
  const pages = createPageAnswerer({ health: observed.health, metrics: telemetry.read, api }, token);
  return {
    start: async (onHint) => {
      const heard = webhook && { secret: webhook.secret, onHint };
      const server = await startHttpServer({ listen, log: agent.log, webhook: heard, pages });
      const places = certificatePlaces(settings);
      const certificates = watchCertificates(places, { read: readCertificate, telemetry });
      return {
        stop: () => {
          certificates.stop();
          return server.stop();
        },
      };
    },
  };
}

function certificatePlaces({ source, forge, store, amp }: Settings): readonly CertificatePlace[] {
  return [
    { target: 'git', url: source.url },
    ...(forge.kind === 'github' ? [{ target: 'forge', url: forge.apiUrl } as const] : []),
    ...(store.kind === 's3' ? [{ target: 'store', url: store.endpoint } as const] : []),
    ...(amp.kind === 'api' ? [{ target: 'amp', url: amp.url } as const] : []),
  ];
}
