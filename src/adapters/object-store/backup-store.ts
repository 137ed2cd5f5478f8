import { OperatingError } from '../../core/model/errors.ts';
import type { ObjectKey, ObjectStore } from '../../ports/object-store.ts';
import type { Availability } from './availability.ts';
import { isProvenCopy } from './proven-copy.ts';
import type { SpoolQueue } from './spool-queue.ts';

export interface BackupPlaces {
  /** This host's own folder, which holds everything as well. */
  readonly local: ObjectStore;
  readonly remote: ObjectStore;
  /** Where what could not be handed over waits. */
  readonly queue: SpoolQueue;
  readonly availability: Availability;
  /** When an object counts as kept though this host alone has it: `when-denied` is also when the store is away. */
  readonly goesOn: 'never' | 'when-away' | 'when-denied';
}

/**
 * Keeps every object on this host and in the store. Reading takes the host's copy where that is proven. `list` and
 * `delete` need the store, since a part of it must not pass for the whole.
 */
export function createBackupStore(places: BackupPlaces): ObjectStore {
  const { local, remote, queue } = places;
  return {
    async put(key, bytes) {
      await local.put(key, bytes);
      const handedOver = await ask(places, () => remote.put(key, bytes));
      if (handedOver === undefined) queue.add('put', key, bytes.length);
      else queue.drop(key);
    },
    get: (key) => readEither(local, remote, key),
    async has(key) {
      if (!(await local.has(key))) return false;
      if (places.goesOn !== 'never' && queue.waitsFor(key) === 'put') return true;
      return (await ask(places, () => remote.has(key)))?.value ?? false;
    },
    async list(prefix) {
      const [here, there] = await Promise.all([local.list(prefix), remote.list(prefix)]);
      return [...new Set([...here, ...there])].sort();
    },
    async delete(key) {
      await remote.delete(key);
      queue.drop(key);
      await local.delete(key);
    },
  };
}

/** What the store gives; undefined where homeamp goes on without. */
async function ask<T>(
  { availability, goesOn }: BackupPlaces,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  if (goesOn === 'never') return { value: await work() };
  try {
    return await availability.ask(work);
  } catch (error) {
    if (goesOn === 'when-denied' && error instanceof OperatingError) return undefined;
    throw error;
  }
}

/** The host's own copy where it has one that is proven, else the store's. */
async function readEither(
  local: ObjectStore,
  remote: ObjectStore,
  key: ObjectKey,
): Promise<Uint8Array | undefined> {
  const own = await ownCopy(local, key);
  if (own !== undefined && isProvenCopy(key, own)) return own;
  const fetched = await remote.get(key);
  // That our copy is damaged says more than that there is none.
  return fetched ?? own;
}

/** A copy that can't be read is no reason to do without the store's. */
async function ownCopy(local: ObjectStore, key: ObjectKey): Promise<Uint8Array | undefined> {
  try {
    return await local.get(key);
  } catch (error) {
    if (error instanceof OperatingError) return undefined;
    throw error;
  }
}
