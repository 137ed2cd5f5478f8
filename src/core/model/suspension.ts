/** What is paused: nothing of it is written or restarted, and all of it is still compared. */
export type SuspensionScope =
  | { readonly kind: 'fleet' }
  /** `name` is a host, a plugin, or an instance's id. */
  | { readonly kind: 'host' | 'instance' | 'plugin'; readonly name: string };

export interface Suspension {
  readonly scope: SuspensionScope;
  /** Who paused it: a person on the host, or the repository's file and line. */
  readonly by: string;
  readonly reason: string;
  /** When it ends by itself, in milliseconds since 1970, UTC; undefined: when somebody resumes it. */
  readonly until: number | undefined;
}

/** A suspension with where it was ordered, which is the only place where it can be ended. */
export interface SuspensionInForce extends Suspension {
  readonly origin: 'repository' | 'host';
}
