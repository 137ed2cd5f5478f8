import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hostedFleet, REPO, TOKEN } from './hosted-fleet.ts';

describe('conditional requests and quota', () => {
  it('answers 304 without a body or cost while nothing changed', async () => {
    const { hub, call, get } = await hostedFleet();
    const first = await get(`${REPO}/pulls`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]+"$/);
    const again = await call('GET', `${REPO}/pulls`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.body, again.headers.get('x-ratelimit-used')]).toEqual([304, undefined, '1']);
    expect(hub.requests.list().map(({ status, counted }) => [status, counted])).toEqual([
      [200, true],
      [304, false],
    ]);
  });

  it('answers in full once something changed', async () => {
    const { hub, call, get, push } = await hostedFleet();
    const etag = (await get(`${REPO}/pulls`)).headers.get('etag') ?? '';
    push('change', { a: '1\n' });
    await hub.openPull({ head: 'change', author: 'bob' });
    const again = await call('GET', `${REPO}/pulls`, { headers: { 'if-none-match': `"other", ${etag}` } });
    expect([again.status, again.body.length]).toEqual([200, 1]);
  });

  it('refuses an account that used up its hour, and tells when it ends', async () => {
    let now = Date.UTC(2030, 0, 1);
    const { get } = await hostedFleet({ rateLimit: 2, now: () => now });
    expect((await get('/rate_limit')).body.rate).toMatchObject({ limit: 2, used: 0, remaining: 2 });
    await get(REPO);
    await get(REPO);
    const refused = await get(REPO);
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String(Date.UTC(2030, 0, 1, 1) / 1000));
    now += 60 * 60 * 1000;
    expect((await get(REPO)).status).toBe(200);
  });
});

describe('lists', () => {
  it('come in pages that the Link header leads through', async () => {
    const { hub, call, get } = await hostedFleet();
    const { number } = (await call('POST', `${REPO}/issues`, { body: { title: 'long' } })).body;
    for (let index = 1; index <= 130; index += 1) hub.addComment(number, 'bob', `comment ${index}`);
    const path = `${REPO}/issues/${number}/comments`;
    expect((await get(path)).body).toHaveLength(30);
    const first = await get(`${path}?per_page=100`);
    const link = first.headers.get('link') ?? '';
    const next = /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? '';
    expect(next).toBe(`${hub.apiUrl}${path}?per_page=100&page=2`);
    expect(link).toContain(`page=2>; rel="last"`);
    const second = await get(next.slice(hub.apiUrl.length));
    expect([first.body.length, second.body.length]).toEqual([100, 30]);
    expect(second.body.at(-1).body).toBe('comment 130');
    expect(second.headers.get('link')).not.toContain('rel="next"');
  });

  it('give no more than a hundred at once', async () => {
    const { hub, call, get } = await hostedFleet();
    const { number } = (await call('POST', `${REPO}/issues`, { body: { title: 'long' } })).body;
    for (let index = 1; index <= 101; index += 1) hub.addComment(number, 'bob', `comment ${index}`);
    expect((await get(`${REPO}/issues/${number}/comments?per_page=500`)).body).toHaveLength(100);
    expect((await get(`${REPO}/issues/${number}/comments?page=99`)).body).toEqual([]);
  });
});

describe('faults', () => {
  it('answer in place of the operation, as often as asked', async () => {
    const { hub, get } = await hostedFleet();
    const kinds = ['unauthorized', 'not-found', 'conflict', 'unprocessable', 'server-error'] as const;
    for (const kind of kinds) hub.faults.add({ kind });
    const statuses = [];
    for (const _ of [...kinds, 'none left']) statuses.push((await get(REPO)).status);
    expect(statuses).toEqual([401, 404, 409, 422, 500, 200]);
    hub.faults.add({ kind: 'server-error', status: 503, times: 2 });
    expect([(await get(REPO)).status, (await get(REPO)).status, (await get(REPO)).status]).toEqual([
      503, 503, 200,
    ]);
  });

  it('tell how long to wait when they limit', async () => {
    const { hub, get } = await hostedFleet({ now: () => 1_000_000 });
    hub.faults.add({ kind: 'secondary-limit', retryAfterSeconds: 7 });
    hub.faults.add({ kind: 'primary-limit', retryAfterSeconds: 9 });
    const secondary = await get(REPO);
    const primary = await get(REPO);
    expect([secondary.status, secondary.headers.get('retry-after')]).toEqual([403, '7']);
    expect(secondary.headers.get('x-ratelimit-remaining')).not.toBe('0');
    expect([primary.status, primary.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(primary.headers.get('x-ratelimit-reset')).toBe('1009');
  });

  it('meet only what they match, until they are cleared', async () => {
    const { hub, call, get } = await hostedFleet();
    hub.faults.add({ kind: 'server-error', match: { operation: 'issues/create' }, times: 99 });
    hub.faults.add({ kind: 'conflict', match: { method: 'PATCH' } });
    expect((await get(REPO)).status).toBe(200);
    expect((await call('POST', `${REPO}/issues`, { body: { title: 'x' } })).status).toBe(500);
    hub.faults.clear();
    expect((await call('POST', `${REPO}/issues`, { body: { title: 'x' } })).status).toBe(201);
  });

  it('cut the connection before or after the work is done', async () => {
    const { hub, call } = await hostedFleet();
    const create = (title: string) => call('POST', `${REPO}/issues`, { body: { title } });
    hub.faults.add({ kind: 'cut-before' });
    await expect(create('lost')).rejects.toThrow();
    hub.faults.add({ kind: 'cut-after' });
    await expect(create('done')).rejects.toThrow();
    expect(hub.issues().map(({ title }) => title)).toEqual(['done']);
    expect(hub.requests.list().map(({ status }) => status)).toEqual([0, 0]);
  });

  it('answer late, without a body or with a page for people', async () => {
    const { hub, get } = await hostedFleet();
    hub.faults.add({ kind: 'slow', delayMillis: 60 });
    const before = performance.now();
    expect((await get(REPO)).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(55);
    hub.faults.add({ kind: 'empty-body' });
    expect((await get(REPO)).body).toBeUndefined();
    hub.faults.add({ kind: 'html' });
    const page = await fetch(`${hub.apiUrl}${REPO}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await page.text()).toContain('<html>');
  });

  it('take the whole server or one side of it away', async () => {
    const { hub, get } = await hostedFleet();
    const refs = () => fetch(`${hub.gitUrl}/info/refs?service=git-upload-pack`);
    const upAgain = hub.faults.down('api');
    await expect(get(REPO)).rejects.toThrow();
    expect((await refs()).status).toBe(401);
    upAgain();
    expect((await get(REPO)).status).toBe(200);
    const allUpAgain = hub.faults.down();
    await expect(get(REPO)).rejects.toThrow();
    await expect(refs()).rejects.toThrow();
    allUpAgain();
    expect((await get(REPO)).status).toBe(200);
  });
});

describe('a GitHub App', () => {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const app = { id: 12, slug: 'fleet', installationId: 34, publicKey: keys.publicKey };
  const start = Date.UTC(2030, 0, 1);

  function jwt(claims: object, key = keys.privateKey): string {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
  }

  const claims = { iat: start / 1000 - 30, exp: start / 1000 + 500, iss: app.id };

  it('gets a token of its installation that acts as its bot for an hour', async () => {
    let now = start;
    const { call } = await hostedFleet({ app, now: () => now });
    expect((await call('GET', '/app', { token: jwt(claims) })).body).toMatchObject({ id: 12, slug: 'fleet' });
    expect((await call('GET', `${REPO}/installation`, { token: jwt(claims) })).body.id).toBe(34);
    const made = await call('POST', '/app/installations/34/access_tokens', { token: jwt(claims) });
    expect(made.body.expires_at).toBe('2030-01-01T01:00:00Z');
    const { token } = made.body;
    const issue = await call('POST', `${REPO}/issues`, { token, body: { title: 'drift' } });
    expect(issue.body.user).toMatchObject({ login: 'fleet[bot]', type: 'Bot' });
    expect((await call('GET', '/user', { token })).status).toBe(403);
    now += 60 * 60 * 1000;
    expect((await call('GET', REPO, { token })).status).toBe(401);
  });

  it('is refused with a token that is foreign, old, too long or of another app', async () => {
    const { call } = await hostedFleet({ app, now: () => start });
    const other = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const tokens = [
      jwt(claims, other.privateKey),
      jwt({ ...claims, exp: start / 1000 - 1 }),
      jwt({ ...claims, exp: start / 1000 + 3600 }),
      jwt({ ...claims, iss: 13 }),
      'a.b.c',
    ];
    for (const token of tokens) expect((await call('GET', '/app', { token })).status).toBe(401);
    expect((await call('GET', '/app')).status).toBe(401);
    expect((await call('POST', '/app/installations/35/access_tokens', { token: jwt(claims) })).status).toBe(
      404,
    );
  });
});

describe('webhooks', () => {
  it('arrive signed over their very bytes', async () => {
    const { hub } = await hostedFleet();
    const seen: { readonly headers: object; readonly body: string }[] = [];
    const receiver = createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      seen.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(202).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void receiver.close());
    const { port } = receiver.address() as AddressInfo;
    const reply = await hub.deliverWebhook(`http://127.0.0.1:${port}/hook`, 'shared', 'push', {
      ref: 'refs/heads/main',
    });
    expect(reply.status).toBe(202);
    expect(seen[0]?.body).toBe('{"ref":"refs/heads/main"}');
    expect(seen[0]?.headers).toMatchObject({
      'x-github-event': 'push',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'shared')
        .update(seen[0]?.body ?? '')
        .digest('hex')}`,
    });
  });
});
