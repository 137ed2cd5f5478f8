import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPrefixedObjectStore,
  createS3ObjectStore,
  createSealedObjectStore,
} from '../../../../src/adapters/object-store/index.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { objectStoreContract } from '../../../contracts/object-store.ts';
import { hasS3Server, type S3Server, startS3Server } from '../../../support/s3-server.ts';
import { accessTo, failureOf, HASTY, storeWithBucket, textOf } from './s3-rig.ts';

describe.skipIf(!hasS3Server)('a bucket of a real S3 server', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
  });
  afterAll(() => server.stop());

  objectStoreContract('an S3 server', async () => createS3ObjectStore(accessTo(server.endpoint, server)));

  const key = new Secret('a key of more than thirty-two characters');
  let hosts = 0;
  const shared = { bucket: 'shared-by-hosts' };
  objectStoreContract('a host’s own encrypted part of an S3 server', async () => {
    hosts += 1;
    const bucket = createS3ObjectStore({ ...accessTo(server.endpoint, server), ...shared });
    return createPrefixedObjectStore(createSealedObjectStore(bucket, key), `host-${hosts}`);
  });

  it('is made by the first write, and is empty to whoever looks before', async () => {
    const store = createS3ObjectStore(accessTo(server.endpoint, server));
    expect(await store.get('a')).toBeUndefined();
    expect(await store.has('a')).toBe(false);
    expect(await store.list('')).toEqual([]);
    await store.delete('a');
    await Promise.all([store.put('a', Buffer.from('x')), store.put('b', Buffer.from('y'))]);
    expect(await store.list('')).toEqual(['a', 'b']);
  });

  it('lists page by page, and keys that look like numbers as they are', async () => {
    const access = accessTo(server.endpoint, server);
    const store = createS3ObjectStore({ ...access, limits: { ...HASTY, pageKeys: 3 } });
    const keys = ['007', '0x10', '1e3', '42', 'a/1', 'a/2', 'a/3', 'true', 'x-y_z.1'];
    for (const key of keys) await store.put(key, Buffer.from(key));
    expect(await store.list('')).toEqual(keys);
    expect(await store.list('a/')).toEqual(['a/1', 'a/2', 'a/3']);
  });

  it('finds an object without a byte, and one with many', async () => {
    const store = await storeWithBucket(accessTo(server.endpoint, server));
    await store.put('empty', Buffer.alloc(0));
    await store.put('long', Buffer.alloc(100_000));
    expect([await store.has('empty'), await store.has('long'), await store.has('none')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('takes an object that the client would send in parts, whole', async () => {
    const store = createS3ObjectStore({
      ...accessTo(server.endpoint, server),
      limits: { silentMillis: 20_000 },
    });
    const bytes = Buffer.alloc(65 * 1024 * 1024, 'large ');
    await store.put('large', bytes);
    const stored = await store.get('large');
    expect(stored !== undefined && bytes.equals(stored)).toBe(true);
  });

  it('says which of the two keys is wrong', async () => {
    const access = accessTo(server.endpoint, server);
    const wrongSecret = createS3ObjectStore({ ...access, secretKey: new Secret('wrong') });
    const calls = [() => wrongSecret.put('a', Buffer.from('x')), () => wrongSecret.has('a')];
    for (const call of calls) {
      expect(await failureOf(call())).toMatchObject({
        kind: 'mistake',
        message: expect.stringMatching(/secret key/),
      });
    }
    const nobody = createS3ObjectStore({ ...access, accessKey: new Secret('nobody') });
    expect(await failureOf(nobody.get('a'))).toMatchObject({
      kind: 'mistake',
      message: expect.stringMatching(/access key/),
    });
  });

  it('of somebody else is neither read nor written nor made again', async () => {
    const access = accessTo(server.endpoint, server);
    await storeWithBucket(access);
    const stranger = await server.addUser('stranger');
    const store = createS3ObjectStore({ ...accessTo(server.endpoint, stranger), bucket: access.bucket });
    const calls = [() => store.put('a', Buffer.from('x')), () => store.get('first'), () => store.list('')];
    for (const call of calls) {
      expect(await failureOf(call())).toMatchObject({
        kind: 'mistake',
        message: expect.stringMatching(/denies/),
      });
    }
  });

  it('that is missing and may not be made is a mistake that names the bucket and the way out', async () => {
    const user = await server.addUser('bucketless', { maxBuckets: -1 });
    const access = accessTo(server.endpoint, user);
    const failure = await failureOf(createS3ObjectStore(access).put('a', Buffer.from('x')));
    expect(failure.kind).toBe('mistake');
    expect(failure.message).toContain(access.bucket);
    expect(failure.next).toMatch(/mc mb|as another user/);
  });

  it('that is full keeps what it has and is a passing failure', async () => {
    const user = await server.addUser('small', { maxBytes: 20_000 });
    const store = createS3ObjectStore(accessTo(server.endpoint, user));
    await store.put('a', Buffer.from('kept'));
    expect(await failureOf(store.put('b', Buffer.alloc(50_000)))).toMatchObject({
      kind: 'transient',
      message: expect.stringMatching(/full/),
    });
    expect(textOf(await store.get('a'))).toBe('kept');
    expect(await store.has('b')).toBe(false);
  });

  it('of another region says so', async () => {
    const store = createS3ObjectStore({ ...accessTo(server.endpoint, server), region: 'mars-1' });
    expect(await failureOf(store.put('a', Buffer.from('x')))).toMatchObject({
      kind: 'mistake',
      message: expect.stringMatching(/region/),
    });
  });

  it('counts every request and how it went', async () => {
    const results: string[] = [];
    const access = {
      ...accessTo(server.endpoint, server),
      onRequest: (result: string) => void results.push(result),
    };
    const store = await storeWithBucket(access);
    results.splice(0);
    await store.put('a', Buffer.from('x'));
    expect(await store.has('none')).toBe(false);
    const closed = createS3ObjectStore({ ...access, endpoint: 'http://127.0.0.1:9' });
    await failureOf(closed.get('a'));
    expect(results).toEqual(['ok', 'ok', 'ok', 'failed', 'failed', 'failed']);
  });
});
