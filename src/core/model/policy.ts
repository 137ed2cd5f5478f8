/** What to do with a key that somebody edited in the live file. */
export type DriftPolicy = 'report' | 'heal';

export interface BudgetPolicy {
  /** How many managed instances of a host one revision may change; undefined = no bound. */
  readonly instances: { readonly kind: 'percent' | 'count'; readonly value: number } | undefined;
  /** How many keys one revision may change on a host; undefined = no bound. */
  readonly keys: number | undefined;
}

export type RestartPolicy =
  | { readonly kind: 'now' | 'when-empty' | 'window' | 'manual' }
  | { readonly kind: 'below'; readonly players: number };

export interface ActivationPolicy {
  readonly restart: RestartPolicy;
  /** Longest wait for a better moment, in milliseconds; undefined = no bound. */
  readonly maxDelayMillis: number | undefined;
  readonly window: MaintenanceWindow | undefined;
}

export interface MaintenanceWindow {
  /** Five-field cron expression of the window's start. */
  readonly cron: string;
  readonly durationMillis: number;
  /** IANA time zone. */
  readonly timezone: string;
}

export interface ApprovalPolicy {
  readonly required: number;
  /** GitHub logins, or teams as `@org/team`. */
  readonly by: readonly string[];
}

/** The fleet's policy after reading. Narrower scopes (host, group, instance, plugin) override `drift`. */
export interface FleetPolicy {
  readonly approval: ApprovalPolicy;
  readonly drift: DriftPolicy;
  readonly driftByHost: ReadonlyMap<string, DriftPolicy>;
  readonly driftByGroup: ReadonlyMap<string, DriftPolicy>;
  readonly driftByInstance: ReadonlyMap<string, DriftPolicy>;
  readonly driftByPlugin: ReadonlyMap<string, DriftPolicy>;
  readonly activation: ActivationPolicy;
  readonly budget: BudgetPolicy;
}
