import { createHash } from 'node:crypto';
import type { ObjectKey, ObjectStore } from '../../../ports/object-store.ts';
import { assertObjectKey, folderOfPrefix } from '../object-key.ts';
import type { S3Access } from './s3-access.ts';
import { createS3Calls, type S3Call, type S3Calls } from './s3-calls.ts';
import { failureOf, S3RequestError } from './s3-failure.ts';
import { missingBucketError } from './s3-failure-words.ts';
import { listBucket } from './s3-listing.ts';
import type { S3Answer } from './s3-transport.ts';

/** An object, with what encrypting it adds. */
const MAX_OBJECT_BYTES = 256 * 1024 * 1024 + 1024;
const MAX_SMALL_BYTES = 64 * 1024;
const DIGEST = 'x-amz-meta-homeamp-sha256';

/**
 * Keeps objects in one bucket of an S3 server. The bucket is made by the first `put` that misses it, where the key may;
 * looking into a bucket that is not there finds nothing. Beyond the port's promise, an object that was put by homeamp is
 * proven by its own digest whenever it is read.
 */
export function createS3ObjectStore(access: S3Access): ObjectStore {
  const calls = createS3Calls(access);
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw calls.fail(error);
    }
  };
  return {
    put: (key, bytes) => failing(() => put(calls, access.region, { key, bytes: bufferOf(bytes) })),
    get: (key) => failing(() => unlessAbsent(read(calls, key), undefined)),
    has: (key) => failing(() => unlessAbsent(look(calls, key), false)),
    list: (prefix) => failing(() => list(calls, prefix)),
    delete: (key) => failing(() => unlessAbsent(remove(calls, key), undefined)),
  };
}

interface Upload {
  readonly key: ObjectKey;
  readonly bytes: Buffer;
}

async function put(calls: S3Calls, region: string, upload: Upload): Promise<void> {
  assertObjectKey(upload.key);
  try {
    await send(calls, upload);
  } catch (error) {
    if (!isMissingBucket(error)) throw error;
    await makeBucket(calls, region);
    await send(calls, upload);
  }
  if (await isThere(calls, upload)) return;
  await send(calls, upload);
  if (!(await isThere(calls, upload))) throw new S3RequestError({ kind: 'damaged' });
}

/** Reads it back, since the digest that is kept beside an object proves nothing about its bytes. */
async function isThere(calls: S3Calls, { key, bytes }: Upload): Promise<boolean> {
  const stored = await unlessAbsent(read(calls, key), undefined);
  return stored?.equals(bytes) === true;
}

function send({ place, send }: S3Calls, { key, bytes }: Upload): Promise<unknown> {
  // The client adds a prefix to the names of metadata, and to those of plain headers as well.
  const metadata = { 'homeamp-sha256': sha256(bytes), 'Content-Type': 'application/octet-stream' };
  return send({
    maxBytes: MAX_SMALL_BYTES,
    sends: bytes.length,
    make: (client) => client.putObject(place.bucket, key, bytes, bytes.length, metadata),
  });
}

async function makeBucket({ place, send }: S3Calls, region: string): Promise<void> {
  try {
    await send({ maxBytes: MAX_SMALL_BYTES, make: (client) => client.makeBucket(place.bucket, region) });
  } catch (error) {
    const failure = failureOf(error);
    // Another host that shares the bucket was faster.
    if (failure?.kind === 'refused' && failure.code === 'BucketAlreadyOwnedByYou') return;
    if (failure?.kind === 'refused' && failure.code === 'AccessDenied') throw missingBucketError(place);
    throw error;
  }
}

async function read({ place, send }: S3Calls, key: ObjectKey): Promise<Buffer> {
  assertObjectKey(key);
  return send({
    maxBytes: MAX_OBJECT_BYTES,
    make: async (client, answer) => {
      await client.getObject(place.bucket, key);
      return proven(answer());
    },
  });
}

/** Copies that other tools made have no digest of ours; whoever needs them proven has one of its own. */
function proven({ headers, body }: S3Answer): Buffer {
  const digest = headers[DIGEST];
  if (digest !== undefined && digest !== sha256(body)) throw new S3RequestError({ kind: 'damaged' });
  return body;
}

/** Asks for one byte, since a refused `HEAD` has no body that says why. */
async function look({ place, send }: S3Calls, key: ObjectKey): Promise<boolean> {
  assertObjectKey(key);
  const make: S3Call<unknown>['make'] = (client) => client.getPartialObject(place.bucket, key, 0, 1);
  try {
    await send({ maxBytes: MAX_OBJECT_BYTES, make });
  } catch (error) {
    const failure = failureOf(error);
    const isEmptyObject = failure?.kind === 'refused' && failure.status === 416;
    if (!isEmptyObject) throw error;
  }
  return true;
}

async function list(calls: S3Calls, prefix: string): Promise<readonly ObjectKey[]> {
  folderOfPrefix(prefix);
  return unlessAbsent(listBucket(calls, prefix), []);
}

async function remove({ place, send }: S3Calls, key: ObjectKey): Promise<void> {
  assertObjectKey(key);
  await send({ maxBytes: MAX_SMALL_BYTES, make: (client) => client.removeObject(place.bucket, key) });
}

async function unlessAbsent<T, A>(work: Promise<T>, absent: A): Promise<T | A> {
  try {
    return await work;
  } catch (error) {
    const failure = failureOf(error);
    if (failure?.kind === 'refused' && failure.status === 404) return absent;
    throw error;
  }
}

function isMissingBucket(error: unknown): boolean {
  const failure = failureOf(error);
  return failure?.kind === 'refused' && failure.code === 'NoSuchBucket';
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The client wants a `Buffer`, whose memory it only reads. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
