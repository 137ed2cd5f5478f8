import type { Instance } from '../model/instance.ts';
import {
  type ActivationPolicy,
  activationLayers,
  type FleetPolicy,
  mergeActivation,
} from '../model/policy.ts';

/** When and how one instance may be restarted: fleet < host < groups in the fleet's order < instance, field by field. */
export function activationPolicyOf(policy: FleetPolicy, instance: Instance): ActivationPolicy {
  return activationLayers(policy, instance).reduce(mergeActivation, policy.activation);
}
