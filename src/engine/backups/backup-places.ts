import { imageKey } from '../../core/backups/backup-key.ts';
import { OperatingError, TransientError } from '../../core/model/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { sha256 } from '../digest.ts';
import { type Reader, readSet, type SetName, type SetReading } from './read-set.ts';

/** One of the places where a host's backups lie: on its own disk, or in the store that is shared. */
export interface BackupPlace {
  readonly name: 'host' | 'store';
  readonly store: ObjectStore;
}

/**
 * The best copy of a manifest among the places: one that is signed by the host before any that can be read. A place that
 * is away matters only where no other has a copy.
 */
export async function readSetAnywhere(
  places: readonly BackupPlace[],
  reader: Omit<Reader, 'backups'>,
  name: SetName,
): Promise<SetReading> {
  let best: SetReading = { kind: 'absent' };
  let away: OperatingError | undefined;
  for (const { store } of places) {
    try {
      const reading = await readSet({ ...reader, backups: store }, name);
      if (reading.kind === 'read' && reading.trust === 'verified') return reading;
      if (best.kind === 'absent' || (best.kind === 'damaged' && reading.kind === 'read')) best = reading;
    } catch (failure) {
      if (!(failure instanceof OperatingError)) throw failure;
      away = failure;
    }
  }
  if (best.kind !== 'read' && away !== undefined) throw away;
  return best;
}

/** An image from the first place that has it whole. Throws `TransientError` when none has, or what a place that is away throws. */
export async function fetchImageAnywhere(
  places: readonly BackupPlace[],
  digest: string,
): Promise<Uint8Array> {
  let away: OperatingError | undefined;
  for (const { store } of places) {
    try {
      const bytes = await store.get(imageKey(digest));
      if (bytes !== undefined && sha256(bytes) === digest) return bytes;
    } catch (failure) {
      if (!(failure instanceof OperatingError)) throw failure;
      away = failure;
    }
  }
  throw (
    away ??
    new TransientError(
      `the image ${digest.slice(0, 12)} is missing or damaged in every place`,
      'Nothing was changed. See `homeamp backups verify`, and take another set from `homeamp backups list`.',
    )
  );
}
