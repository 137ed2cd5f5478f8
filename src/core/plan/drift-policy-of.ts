import type { Instance } from '../model/instance.ts';
import type { DriftPolicy, FleetPolicy } from '../model/policy.ts';

/** The drift policy for one plugin on one instance: plugin, instance, last group, host, fleet; the first that is set. */
export function driftPolicyOf(policy: FleetPolicy, instance: Instance, plugin: string): DriftPolicy {
  const byGroup = instance.groups
    .map((group) => policy.driftByGroup.get(group))
    .filter((found) => found !== undefined);
  return (
    policy.driftByPlugin.get(plugin) ??
    policy.driftByInstance.get(instance.id) ??
    byGroup.at(-1) ??
    policy.driftByHost.get(instance.host) ??
    policy.drift
  );
}
