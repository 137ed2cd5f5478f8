import type { BlockedReason } from './plan.ts';

/** Codes of reasons that have to do with a running server and not with what is asked of it. */
export const SERVER_CODES = {
  /** For players, a window, an order or another server. */
  waiting: 'waiting',
  mayRestart: 'may-restart',
  restarting: 'restarting',
  /** The server is in between, or nobody knows whether it runs. */
  unclear: 'server-unclear',
  /** A setting of AMP's own could not be set. */
  ampSetting: 'amp-setting',
  rolledBack: 'rolled-back',
  /** The server set it back at its start. */
  notTaken: 'not-taken',
} as const;

const TIMING: ReadonlySet<string> = new Set([
  SERVER_CODES.waiting,
  SERVER_CODES.mayRestart,
  SERVER_CODES.restarting,
  SERVER_CODES.unclear,
]);

const FAILED: ReadonlySet<string> = new Set([SERVER_CODES.rolledBack, SERVER_CODES.notTaken]);

/** True when a server did not do well with what is asked of it, so that the rollout must not go on. */
export function isFailedOnServer(blocked: Pick<BlockedReason, 'code'> | undefined): boolean {
  return blocked !== undefined && FAILED.has(blocked.code);
}

/** True when nothing stands in the way, or only a moment that the agent awaits by itself. */
export function isOnlyTiming(blocked: Pick<BlockedReason, 'code'> | undefined): boolean {
  return blocked === undefined || TIMING.has(blocked.code);
}
