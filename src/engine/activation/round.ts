import type { Fleet } from '../../core/model/desired-state.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { describeRevision } from '../../core/model/revision.ts';
import { activationPolicyOf } from '../../core/plan/activation-policy-of.ts';
import type { Log } from '../../ports/log.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import type { AmpHands, HostWriters } from '../apply/host-writers.ts';
import type { MadePlan } from '../make-plan.ts';
import type { ActivationCause } from './activation-note.ts';
import type { Beginning } from './begin-activation.ts';
import type { ServerAddress } from './look-at-server.ts';

export interface RoundInput {
  readonly made: MadePlan;
  readonly fleet: Fleet;
  /** Those to be applied now, gates included; a part of the made plan's. */
  readonly plans: readonly InstancePlan[];
  readonly onInstance: (outcome: InstanceOutcome) => void;
  readonly shouldStop: () => boolean;
}

export interface RoundResult {
  /** As they are after this: who waits for what. */
  readonly plans: readonly InstancePlan[];
  readonly outcomes: readonly InstanceOutcome[];
}

/** A host whose servers are steered, and the log that tells of it. */
export interface Steered {
  readonly host: HostWriters;
  readonly amp: AmpHands;
  readonly log: Log;
}

/** What every beginning of this round shares. */
export function beginningOf(
  { host }: Steered,
  { made, fleet }: RoundInput,
  instance: Instance,
): Omit<Beginning, 'cause'> | undefined {
  const address = addressOf(made, instance);
  if (address === undefined) return undefined;
  return {
    instance,
    address,
    policy: activationPolicyOf(fleet.policy, instance),
    now: host.clock.now(),
    soakMillis: instance.stage === undefined ? 0 : (fleet.policy.soakMillisByStage.get(instance.stage) ?? 0),
  };
}

export function addressOf(made: Pick<MadePlan, 'locations'>, instance: Instance): ServerAddress | undefined {
  const location = made.locations.get(instance.id);
  return location?.kind === 'found' ? { root: location.root, server: location.folder } : undefined;
}

export function revisionCause({ made }: RoundInput, instance: Instance): ActivationCause {
  return {
    kind: 'revision',
    digest: made.digests.get(instance.id) ?? '',
    revision: describeRevision(made.plan.revision),
    planId: made.plan.id,
    by: '',
    reason: '',
  };
}
