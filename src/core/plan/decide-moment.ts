import type { ActivationPolicy } from '../model/policy.ts';
import type { ServerLook } from '../model/server-look.ts';
import { isWindowOpen, type MatchesCron, nextOpening } from './windows.ts';

export interface MomentInput {
  readonly policy: ActivationPolicy;
  readonly look: Pick<ServerLook, 'state' | 'players'>;
  readonly now: number;
  /** Since when the server waits to be restarted; all times in milliseconds since 1970, UTC. */
  readonly since: number;
  /** True when a person ordered the restart. */
  readonly isOrdered: boolean;
  readonly matches: MatchesCron;
}

export type Moment =
  | {
      readonly kind: 'open';
      /** True when players are on and the longest delay is over. */
      readonly isForced: boolean;
    }
  | {
      readonly kind: 'wait';
      readonly why: 'players' | 'window' | 'denied' | 'order';
      /** When it is done at the latest; undefined where nothing bounds it. */
      readonly latestAt: number | undefined;
    };

/** Whether a running server may be stopped now, by the fleet's patience. */
export function decideMoment(input: MomentInput): Moment {
  const { policy, now, matches } = input;
  const { restart } = policy;
  if (policy.deny.some((window) => isWindowOpen(window, now, matches))) return wait(input, 'denied');
  if (restart.kind === 'manual') return input.isOrdered ? OPEN : wait(input, 'order');
  if (isGoodMoment(input)) return OPEN;
  if (isOverdue(input)) return { kind: 'open', isForced: true };
  return wait(input, restart.kind === 'window' ? 'window' : 'players');
}

const OPEN: Moment = { kind: 'open', isForced: false };

function isGoodMoment({ policy: { restart, window }, look, now, matches }: MomentInput): boolean {
  switch (restart.kind) {
    case 'now':
      return true;
    case 'when-empty':
      return isEmpty(look);
    case 'below':
      return isEmpty(look) || (look.players !== undefined && look.players < restart.players);
    case 'window':
      return window !== undefined && isWindowOpen(window, now, matches);
    case 'manual':
      return false;
  }
}

/** A sleeping server has nobody on it; an unknown number of players is somebody. */
export function isEmpty({ state, players }: Pick<ServerLook, 'state' | 'players'>): boolean {
  return players === 0 || state === 'sleeping';
}

/** Waiting for players ends after the longest delay, in the window where there is one; waiting for a window ends as well. */
function isOverdue({ policy, now, since, matches }: MomentInput): boolean {
  const { maxDelayMillis, window, restart } = policy;
  if (maxDelayMillis === undefined || now < since + maxDelayMillis) return false;
  if (restart.kind === 'window' || window === undefined) return true;
  return isWindowOpen(window, now, matches);
}

function wait(input: MomentInput, why: Extract<Moment, { kind: 'wait' }>['why']): Moment {
  return { kind: 'wait', why, latestAt: why === 'order' ? undefined : latestOf(input) };
}

/** Bans are left out of account: they are rare, and their end is not known ahead. So nothing is said once one holds up. */
function latestOf(input: MomentInput): number | undefined {
  const latestAt = latestWithoutBans(input);
  return latestAt === undefined || latestAt <= input.now ? undefined : latestAt;
}

function latestWithoutBans({ policy, now, since, matches }: MomentInput): number | undefined {
  const { maxDelayMillis, window, restart } = policy;
  if (restart.kind === 'manual') return undefined;
  const overdueAt = maxDelayMillis === undefined ? undefined : Math.max(now, since + maxDelayMillis);
  if (restart.kind === 'window') {
    const opens = window === undefined ? undefined : nextOpening(window, now, matches);
    return earlier(opens, overdueAt);
  }
  if (overdueAt === undefined || window === undefined) return overdueAt;
  return nextOpening(window, overdueAt, matches);
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
