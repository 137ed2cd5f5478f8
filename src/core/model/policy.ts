import type { Instance } from './instance.ts';
import type { Suspension } from './suspension.ts';

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

/** When and how a running server may be stopped and started to use new files. */
export interface ActivationPolicy {
  readonly restart: RestartPolicy;
  /** Longest wait for a better moment, in milliseconds; undefined = no bound. */
  readonly maxDelayMillis: number | undefined;
  readonly window: MaintenanceWindow | undefined;
  /** While one of these is open no stop begins, whatever else allows it. */
  readonly deny: readonly MaintenanceWindow[];
  readonly countdown: CountdownPolicy;
  /** `amp`: AMP takes a backup before the server is stopped. */
  readonly backup: 'none' | 'amp';
  readonly health: HealthPolicy;
}

/** What players are told before a stop. Nobody is told anything on an empty server, which stops at once. */
export interface CountdownPolicy {
  /** Milliseconds before the stop at which a message is sent, longest first; the first is the countdown's length. */
  readonly milestonesMillis: readonly number[];
  /** `{time}` stands for what is left, such as `5 minutes`. */
  readonly message: string;
  /** Sent when a countdown that has begun is called off. */
  readonly cancelled: string;
  /** Console command in which `{message}` stands for the text; undefined = what the platform has, if anything. */
  readonly command: string | undefined;
}

/** How long each step may take before it counts as failed; all in milliseconds. */
export interface HealthPolicy {
  readonly stopWithinMillis: number;
  readonly readyWithinMillis: number;
  /** How long a server must stay ready before a change counts as healthy. */
  readonly watchMillis: number;
}

/** What one scope says of `ActivationPolicy`; a field that it does not name keeps the wider scope's value. */
export interface PartialActivation extends Partial<Omit<ActivationPolicy, 'countdown' | 'health'>> {
  readonly countdown?: Partial<CountdownPolicy>;
  readonly health?: Partial<HealthPolicy>;
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
  /** Exceptions from `activation`; `activationPolicyOf` puts them together for an instance. */
  readonly activationByHost: ReadonlyMap<string, PartialActivation>;
  readonly activationByGroup: ReadonlyMap<string, PartialActivation>;
  /** By instance id. */
  readonly activationByInstance: ReadonlyMap<string, PartialActivation>;
  /** Groups of which one member always stays up, where there is another. */
  readonly keepUp: readonly string[];
  /** How long a stage must have been healthy on every host before the next one begins, in milliseconds. */
  readonly soakMillisByStage: ReadonlyMap<string, number>;
  readonly suspensions: readonly Suspension[];
  readonly budget: BudgetPolicy;
}

/** Careful for players: nobody is sent away, and everybody who is on is told. */
export const CAREFUL_ACTIVATION: ActivationPolicy = {
  restart: { kind: 'when-empty' },
  maxDelayMillis: undefined,
  window: undefined,
  deny: [],
  countdown: {
    milestonesMillis: [300_000, 60_000, 30_000, 10_000, 5000, 3000, 2000, 1000],
    message: 'Restart in {time}: new settings.',
    cancelled: 'The restart was called off.',
    command: undefined,
  },
  backup: 'none',
  health: { stopWithinMillis: 180_000, readyWithinMillis: 300_000, watchMillis: 60_000 },
};

type ActivationExceptions = Pick<
  FleetPolicy,
  'activationByHost' | 'activationByGroup' | 'activationByInstance'
>;

/** Exceptions for an instance, the widest first: its host, its groups in the fleet's order, itself. */
export function activationLayers(
  policy: ActivationExceptions,
  instance: Instance,
): readonly PartialActivation[] {
  const layers = [
    policy.activationByHost.get(instance.host),
    ...instance.groups.map((group) => policy.activationByGroup.get(group)),
    policy.activationByInstance.get(instance.id),
  ];
  return layers.filter((layer) => layer !== undefined);
}

/** A narrower scope laid over a wider one, field by field; countdown and health likewise. */
export function mergeActivation(wide: ActivationPolicy, narrow: PartialActivation): ActivationPolicy {
  return {
    ...wide,
    ...narrow,
    countdown: { ...wide.countdown, ...narrow.countdown },
    health: { ...wide.health, ...narrow.health },
  };
}
