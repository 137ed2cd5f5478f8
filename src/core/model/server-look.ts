/**
 * What a server does. `stopped` and `failed`: it is down. `sleeping`: its process is down, and a player's connection
 * wakes it. `busy`: something is installed, updated or asked. `unknown` must be treated as running.
 */
export const SERVER_STATES = [
  'stopped',
  'failed',
  'starting',
  'ready',
  'stopping',
  'sleeping',
  'busy',
  'unknown',
] as const;
export type ServerState = (typeof SERVER_STATES)[number];

/** A server as it was seen at one moment. */
export interface ServerLook {
  readonly state: ServerState;
  /** How many play; undefined where nobody knows, which must be treated as somebody. */
  readonly players: number | undefined;
  /** When its application began, in milliseconds since 1970, UTC; undefined where nobody knows or it is down. */
  readonly startedAt: number | undefined;
  /** Why the state is `unknown`, or what keeps it `busy`; empty for all else. */
  readonly detail: string;
}

/** True when nothing runs that could save its own values over what is written. */
export function isDown({ state }: Pick<ServerLook, 'state'>): boolean {
  return state === 'stopped' || state === 'failed';
}
