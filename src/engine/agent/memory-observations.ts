import type { InstanceId } from '../../core/model/instance.ts';
import type { HostRoster, InstanceObservation, ObservationCache } from '../../ports/state-store.ts';

/** What is known of the host beside a proposed revision: kept apart, so that it never displaces what is in force. */
export function createMemoryObservations(): ObservationCache {
  const known = new Map<InstanceId, InstanceObservation>();
  let roster: HostRoster | undefined;
  return {
    get: (instance) => known.get(instance),
    put(instance, observation) {
      if (observation === undefined) known.delete(instance);
      else known.set(instance, observation);
    },
    getRoster: () => roster,
    putRoster(next) {
      roster = next;
    },
  };
}
