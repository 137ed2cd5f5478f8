import { describe, expect, it } from 'vitest';
import { openPages } from './pages-rig.ts';

const TOKEN = 'a-token-that-nobody-guesses';
const GUARDED = ['/', '/metrics', '/api/v1/status', '/api/v1/openapi.json', '/nothing'];

describe('without a token', () => {
  it('answers on loopback to its own names', async () => {
    const { ask, port } = await openPages();
    for (const host of [`127.0.0.1:${port}`, 'localhost', `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await ask('/metrics', { headers: { host } })).status, host).toBe(200);
    }
  });

  it.each([
    'evil.example.org',
    '127.0.0.1.example.org',
    'localhost.example.org:80',
    '192.0.2.7',
    'a@127.0.0.1',
  ])('refuses whoever asks under the name %s, as a page of the web would', async (host) => {
    const { ask, lines } = await openPages();
    for (const path of GUARDED) expect((await ask(path, { headers: { host } })).status, path).toBe(421);
    expect((await ask('/healthz', { headers: { host } })).status).toBe(200);
    const refusals = lines.filter(({ message }) => message === 'A request was refused');
    expect(refusals).toEqual([{ message: 'A request was refused', fields: { status: 421, requests: 1 } }]);
  });

  it('gives no other origin leave to read, keeps nothing in caches and shows nothing in frames', async () => {
    const { ask } = await openPages();
    for (const path of [...GUARDED, '/healthz', '/readyz']) {
      const { headers } = await ask(path, { headers: { origin: 'https://evil.example.org' } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    }
  });
});

describe('with a token', () => {
  it('answers to whoever has it, under any name, and to nobody else', async () => {
    const { ask } = await openPages({ token: TOKEN });
    const headers = { authorization: `Bearer ${TOKEN}`, host: 'homeamp.example.org' };
    for (const path of GUARDED) {
      expect((await ask(path, { headers })).status, path).toBe(path === '/nothing' ? 404 : 200);
      expect((await ask(path)).status, path).toBe(401);
    }
  });

  it.each([
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer  ${TOKEN}`,
    TOKEN,
    `Basic ${TOKEN}`,
    'Bearer ',
    `Bearer ${'x'.repeat(5000)}`,
    `Bearer ${TOKEN} ${TOKEN}`,
  ])('refuses %j, and says no more than that one is needed', async (authorization) => {
    const { ask, lines } = await openPages({ token: TOKEN });
    const answer = await ask('/metrics', { headers: { authorization } });
    expect(answer).toMatchObject({ status: 401, text: 'a token is needed\n' });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  });

  it('asks for none where only health is told', async () => {
    const { ask } = await openPages({ token: TOKEN });
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/readyz')).status).toBe(200);
  });
});

describe('any request', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('changes nothing by %s', async (method) => {
    const { ask } = await openPages();
    for (const path of ['/', '/metrics', '/healthz', '/api/v1/status']) {
      const answer = await ask(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBe('GET, HEAD');
    }
  });

  it('may ask for the head alone', async () => {
    const { ask } = await openPages();
    const whole = await ask('/metrics');
    const head = await ask('/metrics', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe(whole.headers['content-length']);
  });

  it.each([
    'http://evil.example.org/metrics',
    '//evil.example.org/metrics',
    '/api/v1/../../etc/passwd',
    '/api/v1/instances/..%2f..%2fetc%2fpasswd',
    '/api/v1/instances/%',
    '/api/v1/passes/..%2f..%2fsigning-key.pem',
    '/api/v1/passes/9999999999999-a%00b',
    `/api/v1/instances/${'x'.repeat(3000)}`,
    '/api/v1',
    '/api/v1/',
    '/api/v2/status',
    '/metrics/',
    '/webhook',
    '/.git/config',
  ])('gets nothing at %s', async (path) => {
    const { ask } = await openPages();
    expect([400, 404]).toContain((await ask(path)).status);
  });
});

describe('health', () => {
  it('is told by status and by word', async () => {
    const well = await openPages();
    expect(await well.ask('/healthz')).toMatchObject({ status: 200, text: expect.stringContaining('alive') });
    expect(await well.json('/readyz')).toEqual({ status: 'ready', reasons: [] });
    const ill = await openPages({
      health: { isAlive: () => false, notReady: () => ['pass-failed', 'store-away'] },
    });
    expect(await ill.ask('/healthz')).toMatchObject({
      status: 503,
      text: expect.stringContaining('stalled'),
    });
    expect((await ill.ask('/readyz')).status).toBe(503);
    expect(await ill.json('/readyz')).toEqual({
      status: 'not-ready',
      reasons: ['pass-failed', 'store-away'],
    });
  });
});
