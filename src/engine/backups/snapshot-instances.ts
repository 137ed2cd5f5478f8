import { OperatingError } from '../../core/model/errors.ts';
import type { ManagedPlace } from './managed-places.ts';
import { type SnapshotHost, snapshotInstance } from './snapshot-instance.ts';

/**
 * Snapshots the instances whose managed files changed since their last one, and gives how many did. One that fails
 * keeps none of the others from theirs; the first failure is thrown at the end. A store that is away is not asked again.
 */
export async function snapshotInstances(
  host: SnapshotHost,
  places: readonly ManagedPlace[],
  shouldStop: () => boolean = () => false,
): Promise<number> {
  let taken = 0;
  let failure: OperatingError | undefined;
  for (const place of places) {
    if (shouldStop() || failure?.kind === 'transient') break;
    try {
      if ((await snapshotInstance(host, place)) !== undefined) taken += 1;
    } catch (error) {
      if (!(error instanceof OperatingError)) throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return taken;
}
