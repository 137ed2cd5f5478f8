import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createS3ObjectStore } from '../../../../src/adapters/object-store/index.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.ts';
import { hasS3Server, type S3Server, startS3Server } from '../../../support/s3-server.ts';
import { accessTo, failureOf, HASTY, storeWithBucket, textOf } from './s3-rig.ts';

const refusal = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  headers,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>hostile \u001b[31m words</Message></Error>`,
});

describe.skipIf(!hasS3Server)('an S3 server that fails', () => {
  let server: S3Server;
  let proxy: FaultyProxy;
  let bucket: string;
  beforeAll(async () => {
    server = await startS3Server();
    proxy = await startFaultyProxy(server.endpoint);
    const access = accessTo(server.endpoint, server);
    await storeWithBucket(access);
    bucket = access.bucket;
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
  });
  beforeEach(() => proxy.setFault(undefined));

  /** The store through the proxy, and beside it. */
  function stores() {
    const access = { ...accessTo(proxy.endpoint, server), bucket };
    const direct = createS3ObjectStore({ ...access, endpoint: server.endpoint });
    return { store: createS3ObjectStore(access), direct, access };
  }

  it.each([
    ['500', refusal(500, 'InternalError')],
    ['503 without a body', { kind: 'answer', status: 503 }],
    ['429', refusal(429, 'SlowDown')],
    ['an upload that breaks off', { kind: 'torn-request' }],
    ['a connection that ends', { kind: 'hang-up' }],
    ['silence', { kind: 'silence' }],
    ['an upload that the server finds damaged', refusal(400, 'XAmzContentSHA256Mismatch')],
  ] satisfies readonly (readonly [string, Fault])[])('does not hurt once: %s', async (_name, fault) => {
    const { store, direct } = stores();
    proxy.setFault((_request, count) => (count === 1 ? fault : undefined));
    await direct.delete('a/b');
    await store.put('a/b', Buffer.alloc(200_000, 'x'));
    const stored = await direct.get('a/b');
    expect(stored && Buffer.alloc(200_000, 'x').equals(stored)).toBe(true);
  });

  it.each([
    ['500', refusal(500, 'InternalError'), /fails \(500\)/],
    ['502 of a proxy', { kind: 'answer', status: 502, body: '<html>bad gateway' }, /fails \(502\)/],
    ['503', refusal(503, 'SlowDown'), /too busy \(503\)/],
    ['silence', { kind: 'silence' }, /does not answer in time/],
    ['hang-ups', { kind: 'hang-up' }, /out of reach \(ECONNRESET\)/],
    ['torn uploads', { kind: 'torn-request' }, /out of reach \(/],
    ['torn answers', { kind: 'torn-answer' }, /out of reach \(ECONNRESET\)/],
    ['a full disk', refusal(507, 'XMinioStorageFull'), /is full/],
    ['a full quota', refusal(403, 'QuotaExceeded'), /quota/],
  ] satisfies readonly (readonly [string, Fault, RegExp])[])(
    'is a passing failure when it lasts, and the old object stays: %s',
    async (_name, fault, words) => {
      const { store, direct } = stores();
      await store.put('a', Buffer.from('old, and not so short'));
      proxy.setFault((request) =>
        fault.kind !== 'torn-answer' || request.method === 'GET' ? fault : undefined,
      );
      const failure = await failureOf(store.put('a', Buffer.from('brand new and a little longer')));
      expect([failure.kind, failure.message]).toEqual(['transient', expect.stringMatching(words)]);
      expect(failure.message + failure.next).not.toMatch(/hostile|html|\p{Cc}/u);
      if (fault.kind !== 'torn-answer') expect(textOf(await direct.get('a'))).toBe('old, and not so short');
      proxy.setFault(undefined);
      await store.put('a', Buffer.from('brand new'));
      expect(textOf(await direct.get('a'))).toBe('brand new');
    },
  );

  it('is asked at most three times for a call, and tells how long it asked us to wait', async () => {
    const { store } = stores();
    proxy.setFault(() => refusal(500, 'InternalError'));
    await failureOf(store.has('a'));
    expect(proxy.requests()).toBe(3);
    proxy.setFault(() => refusal(503, 'SlowDown', { 'Retry-After': '60' }));
    expect(await failureOf(store.get('a'))).toMatchObject({ retryAfterMillis: 60_000 });
    expect(proxy.requests()).toBe(1);
  });

  it('is given up after the time of a whole call', async () => {
    const { access } = stores();
    const store = createS3ObjectStore({
      ...access,
      limits: { ...HASTY, silentMillis: 5_000, callMillis: 300 },
    });
    proxy.setFault(() => ({ kind: 'silence' }));
    const begun = performance.now();
    expect((await failureOf(store.list(''))).message).toMatch(/does not answer in time/);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('is not believed when bytes change on the way, once or always', async () => {
    const { store } = stores();
    await store.put('a', Buffer.from('some bytes'));
    proxy.setFault((_request, count) => (count === 1 ? { kind: 'flipped-byte' } : undefined));
    expect(textOf(await store.get('a'))).toBe('some bytes');
    proxy.setFault(() => ({ kind: 'flipped-byte' }));
    expect(await failureOf(store.get('a'))).toMatchObject({ kind: 'transient', message: /damaged/ });
    proxy.setFault((request) => (request.method === 'GET' ? { kind: 'flipped-byte' } : undefined));
    expect(await failureOf(store.put('a', Buffer.from('other bytes')))).toMatchObject({ kind: 'transient' });
  });

  it('is not believed when it says that it took what it did not keep', async () => {
    const { store, direct } = stores();
    await store.put('a', Buffer.from('old'));
    proxy.setFault((request) => (request.method === 'PUT' ? { kind: 'answer', status: 200 } : undefined));
    expect(await failureOf(store.put('a', Buffer.from('new')))).toMatchObject({ kind: 'transient' });
    expect(await failureOf(store.put('b', Buffer.from('new')))).toMatchObject({ kind: 'transient' });
    expect(textOf(await direct.get('a'))).toBe('old');
  });

  it.each([
    ['denied', refusal(403, 'AccessDenied'), /denies/, /s3:PutObject/],
    ['denied without a word', { kind: 'answer', status: 403 }, /denies/, /s3:ListBucket/],
    ['an unknown key', refusal(403, 'InvalidAccessKeyId'), /access key/, /store\.accessKey/],
    ['a redirect', refusal(301, 'PermanentRedirect'), /region/, /store\.region/],
    ['something new', refusal(418, 'Teapot'), /\(418\)/, /log/],
  ] satisfies readonly (readonly [string, Fault, RegExp, RegExp])[])(
    'is a mistake to correct, without another try: %s',
    async (_name, fault, words, next) => {
      const { store } = stores();
      proxy.setFault(() => fault);
      const failure = await failureOf(store.put('a', Buffer.from('x')));
      expect(failure).toMatchObject({ kind: 'mistake', message: expect.stringMatching(words) });
      expect(failure.next).toMatch(next);
      expect(failure.message).not.toMatch(/hostile|Teapot/);
      expect(proxy.requests()).toBe(1);
    },
  );

  it('says by how much the clocks differ: by the answer’s date', async () => {
    const { store } = stores();
    const date = new Date(Date.now() - 20 * 60_000).toUTCString();
    proxy.setFault(() => refusal(403, 'RequestTimeTooSkewed', { Date: date }));
    const failure = await failureOf(store.put('a', Buffer.from('x')));
    expect(failure.kind).toBe('transient');
    expect(failure.message).toMatch(/20 minutes ahead of the store’s/);
    expect(failure.next).toMatch(/timedatectl/);
  });

  it('says by how much the clocks differ: when this host’s really is wrong', async () => {
    const { direct } = stores();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 60 * 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    const failure = await failureOf(direct.put('a', Buffer.from('x')));
    expect(failure.message).toMatch(/(?:60|59) minutes behind the store’s/);
    vi.useRealTimers();
    await direct.put('a', Buffer.from('x'));
  });

  it('is not spoken to when its certificate is not trusted', async () => {
    const untrusted = await startFaultyProxy(server.endpoint, { tls: true });
    onTestFinished(() => untrusted.stop());
    const access = accessTo(untrusted.endpoint, server);
    const failure = await failureOf(createS3ObjectStore(access).put('a', Buffer.from('x')));
    expect(failure).toMatchObject({ kind: 'mistake', message: /not trusted/, next: /NODE_EXTRA_CA_CERTS/ });
    const plain = { ...access, endpoint: server.endpoint.replace('http:', 'https:') };
    expect(await failureOf(createS3ObjectStore(plain).has('a'))).toMatchObject({ kind: 'mistake' });
    expect(untrusted.requests()).toBe(0);
  });

  it('is out of reach where nothing listens, and where the name is not known', async () => {
    const nowhere = createS3ObjectStore(accessTo('http://127.0.0.1:9', server));
    expect(await failureOf(nowhere.get('a'))).toMatchObject({
      kind: 'transient',
      message: /out of reach \(ECONNREFUSED\)/,
    });
    const unknown = createS3ObjectStore(accessTo('https://store.invalid', server));
    expect(await failureOf(unknown.has('a'))).toMatchObject({ kind: 'transient', message: /store\.invalid/ });
  });

  it('does not fill the memory', async () => {
    const { store } = stores();
    const body = Buffer.alloc(17 * 1024 * 1024, ' ');
    proxy.setFault(() => ({ kind: 'answer', status: 200, body }));
    expect(await failureOf(store.list(''))).toMatchObject({ message: /more than homeamp reads/ });
    expect(await failureOf(store.has('x').then(() => store.put('x', Buffer.from('x'))))).toMatchObject({
      message: /more than homeamp reads/,
    });
  });

  it('can’t lead a listing astray: no strange names, no endless pages, no nonsense', async () => {
    const { store } = stores();
    const listing = (names: readonly string[], isTruncated: boolean) => ({
      kind: 'answer' as const,
      status: 200,
      body: `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${names
        .map((name) => `<Contents><Key>${name}</Key></Contents>`)
        .join('')}</ListBucketResult>`,
    });
    const hostile = [
      '../x',
      'a/..%2F..%2Fetc',
      '/etc/passwd',
      'a//b',
      'a/.hidden',
      'a%00b',
      'b/other',
      'a/good',
    ];
    proxy.setFault(() => listing(hostile, false));
    expect(await store.list('a')).toEqual(['a/good']);
    proxy.setFault(() => listing(['a/1'], true));
    expect(await failureOf(store.list('a'))).toMatchObject({ kind: 'transient', message: /as S3 does/ });
    for (const body of ['', 'no xml', '<a>', '<ListBucketResult><Contents><Key>%</Key></Contents>']) {
      proxy.setFault(() => ({ kind: 'answer', status: 200, body }));
      expect(await store.list('a').catch((error: unknown) => error), body).toMatchObject({
        kind: 'transient',
      });
    }
  });

  it('never gets its keys told, whatever happens', async () => {
    const canary = { accessKey: 'CANARYACCESS', secretKey: 'CANARYSECRET' };
    const said: unknown[] = [];
    for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, name).mockImplementation((...words) => void said.push(words));
    }
    onTestFinished(() => void vi.restoreAllMocks());
    const { access } = stores();
    const store = createS3ObjectStore({
      ...access,
      accessKey: new Secret(canary.accessKey),
      secretKey: new Secret(canary.secretKey),
    });
    const echo = '<Error><Code>CANARYACCESS</Code><AWSAccessKeyId>CANARYACCESS</AWSAccessKeyId></Error>';
    const faults: readonly (Fault | undefined)[] = [
      undefined,
      refusal(500, 'InternalError'),
      { kind: 'answer', status: 403, body: echo },
      { kind: 'answer', status: 400, body: echo, headers: { 'x-minio-error-code': 'CANARYACCESS' } },
      { kind: 'answer', status: 200, body: echo },
      { kind: 'hang-up' },
      { kind: 'torn-request' },
      { kind: 'torn-answer' },
    ];
    for (const fault of faults) {
      proxy.setFault(() => fault);
      const calls = [() => store.put('a', Buffer.from('xx')), () => store.get('a'), () => store.list('')];
      for (const call of calls) {
        const error = await call().catch((thrown: unknown) => thrown);
        said.push(inspect(error, { depth: 9, showHidden: true }));
      }
    }
    expect(said.length).toBeGreaterThanOrEqual(faults.length * 3);
    expect(JSON.stringify(said)).not.toMatch(/CANARY/);
  });
});
