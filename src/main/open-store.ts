import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  createAvailability,
  createBackupStore,
  createLocalObjectStore,
  createPrefixedObjectStore,
  createReportStore,
  createS3ObjectStore,
  createSealedObjectStore,
  createSpool,
  createSpoolQueue,
  createUnsealedObjectStore,
  type S3Access,
} from '../adapters/object-store/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Spool } from '../ports/spool.ts';
import type { S3StoreSettings, Settings } from '../settings/settings.ts';

/** Reports that may wait for the store; beyond it the oldest stay on this host for good. */
const REPORT_BOUNDS = { entries: 5_000, bytes: 256 * 1024 * 1024 };

export interface StoreWorld {
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every request to an S3 server. */
  readonly onRequest?: S3Access['onRequest'];
}

export interface OpenStores {
  /** Of this host alone: keys have no host in them. */
  readonly backups: ObjectStore;
  /** The same for putting files back, which never fails for a store that is away or denies. */
  readonly undoBackups: ObjectStore;
  /** The part of the backups that lies on this host, for when the store is away. */
  readonly localBackups: ObjectStore;
  /** The part that lies in the store. */
  readonly remoteBackups: ObjectStore | undefined;
  /** Of all hosts: keys begin with the host. */
  readonly reports: ObjectStore;
  /** The part of the reports that lies in the store. */
  readonly remoteReports: ObjectStore | undefined;
  readonly spool: Spool;
}

/** What of the settings the stores are made of. */
type StoreSection = Pick<Settings, 'host' | 'state' | 'store'>;

/** The stores as the settings say. Nothing is asked of the network and nothing is made on disk yet. */
export function openStores(settings: StoreSection, world: StoreWorld): OpenStores {
  const { state, store } = settings;
  const localBackups = createLocalObjectStore(join(state, 'backups'));
  if (store.kind === 's3') return openS3Stores(settings, store, { ...world, localBackups });
  const reports = createLocalObjectStore(store.reports ?? join(state, 'reports'));
  return {
    backups: localBackups,
    undoBackups: localBackups,
    localBackups,
    remoteBackups: undefined,
    reports,
    remoteReports: undefined,
    spool: NOTHING_WAITS,
  };
}

/**
 * A host's own backups for commands that know no settings. On a host with an S3 store what they put is queued, and the
 * agent hands it over.
 */
export function openHostBackups(stateDir: string, clock: Clock): ObjectStore {
  const local = createLocalObjectStore(join(stateDir, 'backups'));
  const spool = join(stateDir, 'spool');
  if (!existsSync(spool)) return local;
  const queue = createSpoolQueue(join(spool, 'backups'), () => clock.now());
  return {
    ...local,
    put: async (key, bytes) => {
      await local.put(key, bytes);
      queue.add('put', key, bytes.length);
    },
  };
}

function openS3Stores(
  { host, state }: StoreSection,
  store: S3StoreSettings,
  { clock, log, onRequest, localBackups }: StoreWorld & Pick<OpenStores, 'localBackups'>,
): OpenStores {
  const queueOf = (name: string) => createSpoolQueue(join(state, 'spool', name), () => clock.now());
  const localReports = createLocalObjectStore(join(state, 'reports'));
  const remote = {
    backups: remoteBackups(host, store, onRequest),
    reports: bucketOf(store, 'reports', onRequest),
  };
  const queues = { backups: queueOf('backups'), reports: queueOf('reports') };
  const availability = createAvailability(() => performance.now());
  const places = { local: localBackups, remote: remote.backups, queue: queues.backups, availability };
  const lanes = [
    {
      name: 'backups',
      queue: queues.backups,
      local: localBackups,
      remote: remote.backups,
      bounds: undefined,
    },
    {
      name: 'reports',
      queue: queues.reports,
      local: localReports,
      remote: remote.reports,
      bounds: REPORT_BOUNDS,
    },
  ] as const;
  return {
    backups: createBackupStore({ ...places, goesOn: store.whenAway === 'hold' ? 'never' : 'when-away' }),
    undoBackups: createBackupStore({ ...places, goesOn: 'when-denied' }),
    localBackups,
    remoteBackups: remote.backups,
    reports: createReportStore({
      local: localReports,
      remote: remote.reports,
      queue: queues.reports,
      availability,
      host,
    }),
    remoteReports: remote.reports,
    spool: createSpool({ lanes, log, now: () => performance.now() }),
  };
}

/** Below the host's name, so that its right to write can end there; encrypted where there is a key. */
function remoteBackups(host: string, store: S3StoreSettings, onRequest: S3Access['onRequest']): ObjectStore {
  const bucket = bucketOf(store, 'backups', onRequest);
  const sealed =
    store.encryptionKey === undefined
      ? createUnsealedObjectStore(bucket)
      : createSealedObjectStore(bucket, store.encryptionKey);
  return createPrefixedObjectStore(sealed, host);
}

function bucketOf(
  { endpoint, region, accessKey, secretKey, buckets }: S3StoreSettings,
  name: keyof S3StoreSettings['buckets'],
  onRequest: S3Access['onRequest'],
): ObjectStore {
  return createS3ObjectStore({ endpoint, region, bucket: buckets[name], accessKey, secretKey, onRequest });
}

const NOTHING_WAITS: Spool = { pending: () => 0, flush: async () => ({ sent: 0, left: 0 }) };
