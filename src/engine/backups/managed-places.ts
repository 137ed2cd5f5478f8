import type { InstanceId, InstancePath } from '../../core/model/instance.ts';
import type { RootPath } from '../../ports/live-files.ts';
import type { AppliedRecords, ObservationCache } from '../../ports/state-store.ts';
import type { MadePlan } from '../make-plan.ts';

/** Where an instance lies, and the files of it that Git has a say in. */
export interface ManagedPlace {
  readonly instance: InstanceId;
  readonly root: RootPath;
  readonly paths: readonly InstancePath[];
}

/**
 * The managed files of a plan's instances without rendering anything: what the plan speaks of, what was found in sync,
 * and what was ever recorded as applied. A file that Git has let go stays among them.
 */
export function managedPlaces(
  host: { readonly applied: AppliedRecords; readonly observations: ObservationCache },
  { plan, locations }: Pick<MadePlan, 'plan' | 'locations'>,
): readonly ManagedPlace[] {
  return plan.instances.flatMap(({ instance: { id }, files }) => {
    const location = locations.get(id);
    if (location?.kind !== 'found') return [];
    const paths = new Set([
      ...files.map(({ file }) => file.path),
      ...(host.observations.get(id)?.clean.keys() ?? []),
      ...host.applied.get(id).keys(),
    ]);
    return [{ instance: id, root: location.root, paths: [...paths].sort() }];
  });
}
