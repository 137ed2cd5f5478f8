import { jsonReply, type Reply } from './reply.ts';

/** Why an agent is not ready, in words that say nothing of the fleet. */
export type ReadyReason =
  | 'no-pass-yet'
  | 'pass-failed'
  | 'git-away'
  | 'forge-away'
  | 'store-away'
  | 'amp-away';

/** How the agent does, answered at once from memory. */
export interface HealthSource {
  /** True while passes are looked for as the schedule asks. */
  isAlive(): boolean;
  /** Empty when it is ready. */
  notReady(): readonly ReadyReason[];
}

/** 200 while the agent does its rounds. */
export function healthReply(health: HealthSource): Reply {
  const isAlive = health.isAlive();
  return jsonReply(isAlive ? 200 : 503, { status: isAlive ? 'alive' : 'stalled' });
}

/** 200 once a pass has ended well and everything that it needs answers. */
export function readyReply(health: HealthSource): Reply {
  const reasons = health.notReady();
  return jsonReply(reasons.length === 0 ? 200 : 503, {
    status: reasons.length === 0 ? 'ready' : 'not-ready',
    reasons,
  });
}
