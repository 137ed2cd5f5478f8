import type { ObjectStore } from '../../ports/object-store.ts';
import type { Availability } from './availability.ts';
import type { SpoolQueue } from './spool-queue.ts';

export interface ReportPlaces {
  /** This host's own folder: what it wrote itself. */
  readonly local: ObjectStore;
  /** What all hosts wrote. */
  readonly remote: ObjectStore;
  readonly queue: SpoolQueue;
  readonly availability: Availability;
  /** The name that this host writes below. */
  readonly host: string;
}

/**
 * Keeps reports on this host and queues them for the store, so that writing and deleting never wait for it. What this
 * host wrote is read here; what others wrote is read in the store, which may be away.
 */
export function createReportStore(places: ReportPlaces): ObjectStore {
  const { local, remote, queue, availability, host } = places;
  const isDeleted = (key: string) => queue.waitsFor(key) === 'delete';
  return {
    async put(key, bytes) {
      await local.put(key, bytes);
      queue.add('put', key, bytes.length);
    },
    async get(key) {
      const own = await local.get(key);
      return own !== undefined || isDeleted(key) ? own : remote.get(key);
    },
    async has(key) {
      return (await local.has(key)) || (!isDeleted(key) && (await remote.has(key)));
    },
    async list(prefix) {
      const here = await local.list(prefix);
      const there = prefix.startsWith(`${host}/`)
        ? ((await availability.ask(() => remote.list(prefix)))?.value ?? [])
        : await remote.list(prefix);
      const only = there.filter((key) => !isDeleted(key));
      return [...new Set([...here, ...only])].sort();
    },
    async delete(key) {
      await local.delete(key);
      queue.add('delete', key, 0);
    },
  };
}
