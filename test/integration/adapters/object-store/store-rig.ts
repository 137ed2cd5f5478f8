import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createS3ObjectStore } from '../../../../src/adapters/object-store/index.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { type OpenStores, openStores } from '../../../../src/main/open-store.ts';
import type { Log } from '../../../../src/ports/log.ts';
import type { ObjectStore } from '../../../../src/ports/object-store.ts';
import type { S3StoreSettings } from '../../../../src/settings/settings.ts';
import type { S3User } from '../../../support/s3-server.ts';
import { createSettingsRig, LEAST, settingsOf } from '../../settings/settings-rig.ts';

export interface StoreRig {
  /** This host's stores, as a process that starts now opens them. */
  open(): OpenStores;
  /** What the buckets really hold, past every proxy. */
  readonly backups: ObjectStore;
  readonly reports: ObjectStore;
  readonly state: string;
  readonly log: readonly { readonly level: string; readonly message: string; readonly error: unknown }[];
}

export interface StoreRigOptions {
  /** Where the host thinks that the server is. */
  readonly endpoint: string;
  /** Where it really is. */
  readonly server: { readonly endpoint: string } & Pick<S3User, 'accessKey' | 'secretKey'>;
  readonly store?: Partial<S3StoreSettings>;
}

/** A host named `frost` with an S3 store in buckets of its own. */
export function createStoreRig({ endpoint, server, store }: StoreRigOptions): StoreRig {
  const settingsRig = createSettingsRig();
  const state = settingsRig.file('state');
  const buckets = { backups: `backups-${randomUUID()}`, reports: `reports-${randomUUID()}` };
  const keys = { accessKey: new Secret(server.accessKey), secretKey: new Secret(server.secretKey) };
  const settings = {
    ...settingsOf(settingsRig.check(LEAST)),
    state,
    store: {
      kind: 's3',
      endpoint,
      region: 'us-east-1',
      ...keys,
      buckets,
      encryptionKey: undefined,
      whenAway: 'hold',
      keep: { forMillis: 90 * 86_400_000, atLeast: 10 },
      ...store,
    } satisfies S3StoreSettings,
  };
  const lines: { level: string; message: string; error: unknown }[] = [];
  const say = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
    void lines.push({ level, message, error: fields?.['error'] });
  const log: Log = { info: say('info'), warn: say('warn'), error: say('error') };
  let time = 1_700_000_000_000;
  const clock = { now: () => (time += 1) };
  const direct = (bucket: string) =>
    createS3ObjectStore({ endpoint: server.endpoint, region: 'us-east-1', bucket, ...keys });
  return {
    open: () => openStores(settings, { clock, log }),
    backups: direct(buckets.backups),
    reports: direct(buckets.reports),
    state,
    log: lines,
  };
}

/** The key that an image of these bytes has in a backup. */
export function imageKey(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  return join('objects', digest.slice(0, 2), digest);
}
