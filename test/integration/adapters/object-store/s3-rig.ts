import { randomUUID } from 'node:crypto';
import { createS3ObjectStore, type S3Access } from '../../../../src/adapters/object-store/index.ts';
import { OperatingError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import type { ObjectStore } from '../../../../src/ports/object-store.ts';
import type { S3User } from '../../../support/s3-server.ts';

/** Quick, so that a test of patience does not need any. */
export const HASTY = { silentMillis: 400, callMillis: 5_000, restMillis: 5 };

/** How this user enters a bucket, by default a new one, of the server at this endpoint. */
export function accessTo(endpoint: string, user: Pick<S3User, 'accessKey' | 'secretKey'>): S3Access {
  return {
    endpoint,
    region: 'us-east-1',
    bucket: `bucket-${randomUUID()}`,
    accessKey: new Secret(user.accessKey),
    secretKey: new Secret(user.secretKey),
    limits: HASTY,
  };
}

/** A store in a bucket that is there. */
export async function storeWithBucket(access: S3Access): Promise<ObjectStore> {
  const store = createS3ObjectStore(access);
  await store.put('first', Buffer.from('x'));
  await store.delete('first');
  return store;
}

/** How a call failed: its kind, message and next step. Throws when it did not fail as expected. */
export async function failureOf(work: Promise<unknown>): Promise<OperatingError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof OperatingError) return error;
  throw error;
}

export function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}
