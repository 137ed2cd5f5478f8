import type { Accounts } from '../accounts.ts';
import type { Answer, Call } from '../call.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { World } from '../world.ts';

/** What operations work on. */
export interface ServerState {
  readonly world: World;
  readonly accounts: Accounts;
  readonly limits: RateLimits;
}

/** Carries out one request; throws `Refusal`. */
export type Operation = (state: ServerState, call: Call) => Answer;

/** Operations by the names of GitHub's description. */
export type Operations = Readonly<Record<string, Operation>>;
