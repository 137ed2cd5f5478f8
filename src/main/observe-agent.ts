import type { ReadableTelemetry } from '../adapters/telemetry/index.ts';
import { feedTelemetry } from '../agent/feed-telemetry.ts';
import type { RunPass } from '../agent/follow-servers.ts';
import { createLoopHealth, type LoopHealth } from '../agent/loop-health.ts';
import { type ObservedPass, observePasses } from '../agent/observe-passes.ts';
import { longestGap } from '../agent/poll-interval.ts';
import type { RequestTarget, RequestWatch } from '../agent/watch-requests.ts';
import type { HostFacts } from '../engine/agent/host-facts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Settings } from '../settings/settings.ts';
import type { HealthSource, ReadyReason } from '../web/health.ts';

/** What is remembered of an agent while it runs, for whoever asks. */
export interface ObservedAgent {
  readonly pass: RunPass;
  readonly onTurn: () => void;
  readonly health: HealthSource;
  readonly startedAt: number;
  /** The last pass that looked at more than servers, and when it ended. */
  readonly lastPass: () => { readonly at: number; readonly pass: ObservedPass } | undefined;
  /** Of the last pass that told any. */
  readonly facts: () => HostFacts | undefined;
}

export interface ObserveOptions {
  readonly pass: RunPass;
  readonly telemetry: ReadableTelemetry;
  readonly requests: RequestWatch;
  readonly clock: Clock;
  readonly version: string;
}

/** Puts ears around the agent's passes; figures and pages come from what they hear. */
export function observeAgent(settings: Settings, options: ObserveOptions): ObservedAgent {
  const { telemetry, requests, clock, version } = options;
  const { poll, jitter } = settings.schedule;
  const gapMillis = longestGap(poll, jitter);
  const loop = createLoopHealth(gapMillis, () => performance.now());
  let last: ReturnType<ObservedAgent['lastPass']>;
  let facts: HostFacts | undefined;
  telemetry.put('homeamp_build_info', {
    labels: { version, node: process.version, host: settings.host },
    value: 1,
  });
  telemetry.put('homeamp_poll_interval_seconds', { value: gapMillis / 1000 });
  const onEnd = (pass: ObservedPass) => {
    const at = clock.now();
    loop.end(pass);
    feedTelemetry(telemetry, pass, at);
    if (pass.wants.has('repository') || pass.wants.has('pulls') || pass.wants.has('scan'))
      last = { at, pass };
    facts = pass.end?.facts ?? facts;
  };
  return {
    pass: observePasses(options.pass, { onBegin: loop.begin, onEnd }),
    onTurn: loop.turn,
    health: { isAlive: loop.isAlive, notReady: () => notReady(loop, requests) },
    startedAt: clock.now(),
    lastPass: () => last,
    facts: () => facts,
  };
}

const AWAY: Readonly<Record<RequestTarget, ReadyReason>> = {
  git: 'git-away',
  forge: 'forge-away',
  store: 'store-away',
  amp: 'amp-away',
};

function notReady(loop: LoopHealth, requests: RequestWatch): readonly ReadyReason[] {
  const result = loop.lastResult();
  const ofPasses: readonly ReadyReason[] =
    result === undefined ? ['no-pass-yet'] : result === 'failed' ? ['pass-failed'] : [];
  return [...ofPasses, ...requests.away().map((target) => AWAY[target])];
}
