import type { Heartbeat } from './heartbeat.ts';

/**
 * What is known of who wrote a heartbeat. `unknown-key`: it is whole, and its key is not the one in the fleet, or none
 * is there. `none`: there is no heartbeat, or nothing that could be one.
 */
export type HeartbeatSignature = 'verified' | 'unsigned' | 'forged' | 'unknown-key' | 'none';

/** One host of the fleet, as its last heartbeat shows it. */
export interface HostLook {
  readonly host: string;
  /** True for the host that looks. */
  readonly isSelf: boolean;
  /** Null where there is none that may be read. */
  readonly heartbeat: Heartbeat | null;
  readonly signature: HeartbeatSignature;
  /** True where the fleet says by which key the host signs. */
  readonly hasKey: boolean;
  /** True when it was never heard of, or the next heartbeat is overdue. */
  readonly isSilent: boolean;
}

/** True when nothing is to be done about a host. */
export function isWell({ isSilent, hasKey, signature }: HostLook): boolean {
  return !isSilent && (!hasKey || signature === 'verified');
}

/** True when the next heartbeat should have been there by now. */
export function isOverdue(heartbeat: Heartbeat | null, now: number): boolean {
  return heartbeat === null || (heartbeat.nextBy !== null && now > heartbeat.nextBy);
}
