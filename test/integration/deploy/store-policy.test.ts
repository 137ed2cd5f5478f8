import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'minio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrefixedObjectStore, createS3ObjectStore } from '../../../src/adapters/object-store/index.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';
import { Secret } from '../../../src/core/model/secret.ts';
import { hasS3Server, type S3Server, type S3User, startS3Server } from '../../support/s3-server.ts';

const BUCKETS = { backups: 'homeamp-backups', reports: 'homeamp-reports' } as const;
type Bucket = keyof typeof BUCKETS;

interface Statement {
  readonly Sid: string;
  readonly Resource: readonly string[];
}

function statementsOf(file: string, name: string): readonly Statement[] {
  const text = readFileSync(join(import.meta.dirname, '../../../deploy/minio', file), 'utf8');
  return JSON.parse(text.replaceAll('HOST', name)).Statement;
}

/** The policies of users, as one of the bucket, which says for each statement whom it is about. */
function bucketPolicy(bucket: string, users: readonly { readonly name: string; readonly file: string }[]) {
  const statements = users.flatMap(({ name, file }) =>
    statementsOf(file, name)
      .map(({ Resource, ...statement }) => ({
        ...statement,
        Resource: Resource.filter((name) => name.startsWith(`arn:aws:s3:::${bucket}`)),
        Sid: `${statement.Sid}${name}`,
        Principal: { AWS: [`arn:aws:iam:::user/${name}`] },
      }))
      .filter(({ Resource }) => Resource.length > 0),
  );
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

describe.skipIf(!hasS3Server)('the policies in deploy/minio, on a real S3 server', () => {
  let server: S3Server;
  let frost: S3User;
  let ember: S3User;
  let reader: S3User;
  const storeOf = (user: S3User, bucket: Bucket) =>
    createS3ObjectStore({
      endpoint: server.endpoint,
      region: 'us-east-1',
      bucket: BUCKETS[bucket],
      accessKey: new Secret(user.accessKey),
      secretKey: new Secret(user.secretKey),
    });
  const bytes = (text: string) => Buffer.from(text);

  beforeAll(async () => {
    server = await startS3Server();
    [frost, ember, reader] = [
      await server.addUser('frost', { maxBuckets: -1 }),
      await server.addUser('ember', { maxBuckets: -1 }),
      await server.addUser('reader', { maxBuckets: -1 }),
    ];
    const { hostname, port } = new URL(server.endpoint);
    const { accessKey, secretKey } = server;
    const owner = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
    const users = [
      { name: 'frost', file: 'host-policy.json' },
      { name: 'ember', file: 'host-policy.json' },
      { name: 'reader', file: 'reader-policy.json' },
    ];
    for (const bucket of Object.values(BUCKETS)) {
      await owner.makeBucket(bucket, 'us-east-1');
      await owner.setBucketPolicy(bucket, bucketPolicy(bucket, users));
    }
  }, 60_000);
  afterAll(() => server?.stop());

  it.for(['backups', 'reports'] as const)('let a host do all that it does in its own %s', async (bucket) => {
    const own = createPrefixedObjectStore(storeOf(frost, bucket), 'frost');
    await own.put('runs/1.json', bytes('one'));
    await own.put('runs/1.json', bytes('two'));
    expect(await own.get('runs/1.json')).toEqual(bytes('two'));
    expect(await own.has('runs/1.json')).toBe(true);
    expect(await own.has('runs/2.json')).toBe(false);
    expect(await own.get('runs/2.json')).toBeUndefined();
    expect(await own.list('runs/')).toEqual(['runs/1.json']);
    await own.delete('runs/1.json');
    expect(await own.list('runs/')).toEqual([]);
  });

  it.for(['backups', 'reports'] as const)(
    'let no host write, overwrite or delete in %s of another',
    async (bucket) => {
      const theirs = storeOf(ember, bucket);
      await theirs.put('ember/runs/1.json', bytes('theirs'));
      const mine = storeOf(frost, bucket);
      await expect(mine.put('ember/runs/2.json', bytes('x'))).rejects.toThrow(MistakeError);
      await expect(mine.put('ember/runs/1.json', bytes('x'))).rejects.toThrow(MistakeError);
      await expect(mine.delete('ember/runs/1.json')).rejects.toThrow(MistakeError);
      await expect(mine.put('frosty/1.json', bytes('x'))).rejects.toThrow(MistakeError);
      expect(await theirs.get('ember/runs/1.json')).toEqual(bytes('theirs'));
      expect(await theirs.list('ember/')).toEqual(['ember/runs/1.json']);
    },
  );

  it("keep a host's backups from others, but for their names", async () => {
    await storeOf(ember, 'backups').put('ember/runs/1.json', bytes('theirs'));
    for (const user of [frost, reader])
      await expect(storeOf(user, 'backups').get('ember/runs/1.json')).rejects.toThrow(MistakeError);
    expect(await storeOf(frost, 'backups').list('ember/')).toEqual(['ember/runs/1.json']);
    await expect(storeOf(reader, 'backups').list('')).rejects.toThrow(MistakeError);
  });

  it('let every host and every reader read all reports, and a reader write none', async () => {
    await storeOf(ember, 'reports').put('ember/status.json', bytes('well'));
    for (const user of [frost, reader]) {
      const store = storeOf(user, 'reports');
      expect(await store.get('ember/status.json')).toEqual(bytes('well'));
      expect(await store.list('')).toContain('ember/status.json');
    }
    const store = storeOf(reader, 'reports');
    await expect(store.put('reader/1.json', bytes('x'))).rejects.toThrow(MistakeError);
    await expect(store.delete('ember/status.json')).rejects.toThrow(MistakeError);
  });

  it('let no host make a bucket or change the policy', async () => {
    const { hostname, port } = new URL(server.endpoint);
    const keys = { accessKey: frost.accessKey, secretKey: frost.secretKey, region: 'us-east-1' };
    const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, ...keys });
    await expect(client.setBucketPolicy(BUCKETS.backups, '')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(client.removeBucket(BUCKETS.reports)).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});
