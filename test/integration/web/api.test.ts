import { type Document, OpenAPIBackend } from 'openapi-backend';
import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../src/core/model/errors.ts';
import type { HistoryEntry } from '../../../src/ports/state-store.ts';
import { describeApi } from '../../../src/web/api/describe-api.ts';
import { ROUTES } from '../../../src/web/api/routes.ts';
import type { ApiSources } from '../../../src/web/api/sources.ts';
import { instanceReport, openPages, reportOf } from './pages-rig.ts';

const FINGERPRINT = 'fingerprint-that-stays-here';

function historyEntry(number: number): HistoryEntry {
  return {
    id: `20260501-120000-${String(number).padStart(3, '0')}-abcdef`,
    at: Date.UTC(2026, 4, 1, 12) + number,
    kind: 'apply',
    instance: 'DEV01' as HistoryEntry['instance'],
    revision: '0123456789ab',
    planId: 'p',
    outcome: 'applied',
    of: undefined,
    files: [],
    keys: 2,
    message: '',
    payload: FINGERPRINT,
  };
}

const ENTRIES = Array.from({ length: 7 }, (_, index) => historyEntry(7 - index));

/** A host that has done a bit of everything. */
const FULL: Partial<ApiSources> = {
  status: () => ({
    host: 'alpha',
    version: '1.2.3',
    startedAt: 1,
    alive: true,
    notReady: [],
    lastPass: { at: 2, millis: 31, ok: true, wants: ['repository'], waiting: ['a commit is held'] },
  }),
  report: () =>
    reportOf(
      [
        instanceReport('TOW01'),
        instanceReport('beta/ADS01', { state: 'Drifted', platform: 'ads', stage: null }),
        instanceReport('DEV01', {
          state: 'Pending',
          reason: { code: 'waiting', message: 'waiting: 3 players', help: 'Nothing to do.' },
          lastApply: { id: 'x', at: 3, kind: 'apply', revision: '0123456789ab' },
          server: { state: 'ready', players: 3, step: null, since: null },
        }),
      ],
      {
        course: { accepted: null, held: null, stages: [{ stage: 'dev', word: 'soaks', until: 9 }] },
        suspensions: [
          { kind: 'fleet', name: null, by: 'alice', reason: 'holiday', until: null, origin: 'host' },
        ],
      },
    ),
  history: (limit) => ENTRIES.slice(0, limit),
  audit: ({ limit, after }) =>
    ['c', 'b', 'a']
      .filter((id) => after === undefined || id < after)
      .slice(0, limit)
      .map((id) => ({
        id,
        at: 4,
        kind: 'revision-accepted',
        by: ['alice'],
        instance: null,
        commit: '0123456789ab',
        reason: '',
        facts: { pulls: [3], how: 'reviewed' },
      })),
  passes: async ({ limit }) => [{ key: '8000000000000-abc', at: 5 }].slice(0, limit),
  pass: async (key) => ({ key, signature: 'verified', document: { kind: 'pass', host: 'alpha' } }),
  hosts: async () => [
    {
      host: 'alpha',
      at: 6,
      version: '1.2.3',
      revision: null,
      ok: null,
      silent: false,
      signature: 'unsigned',
    },
    {
      host: 'beta',
      at: null,
      version: null,
      revision: null,
      ok: null,
      silent: true,
      signature: 'none',
    },
  ],
  backups: async ({ limit }) =>
    [
      {
        id: '20260501-120000-001-abcdef',
        at: 7,
        cause: 'apply',
        instance: 'DEV01',
        revision: '',
        files: 1,
        signature: 'verified' as const,
      },
    ].slice(0, limit),
};

const backend = new OpenAPIBackend({ definition: describeApi() as unknown as Document, quick: true });

/** Fails where the answer is not as the API's own description has it. */
async function expectDescribed(operationId: string, status: number, body: unknown): Promise<void> {
  if (!backend.initalized) await backend.init();
  const { errors } = backend.validateResponse(body, operationId, status);
  expect(errors ?? [], `${operationId} ${status}`).toEqual([]);
}

const ADDRESSES: Readonly<Record<string, string>> = {
  '/instances/{id}': '/instances/beta%2FADS01',
  '/passes/{key}': '/passes/8000000000000-abc',
};

describe('the API', () => {
  it.each(ROUTES.map(({ path, id }) => [path, id] as const))(
    'answers at %s as its description has it, on a full host and on a new one',
    async (path, id) => {
      const full = await openPages({ api: FULL });
      const address = `/api/v1${ADDRESSES[path] ?? path}`;
      const answer = await full.ask(address);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      await expectDescribed(id, 200, JSON.parse(answer.text));
      const empty = await openPages();
      const bare = await empty.ask(address);
      expect(bare.status).toBe(path.includes('{') ? 404 : 200);
      await expectDescribed(id, bare.status, JSON.parse(bare.text));
    },
  );

  it('has a description that is checked: an answer of another shape is found', async () => {
    await expect(expectDescribed('getStatus', 200, { host: 'alpha' })).rejects.toThrow();
    const page = { items: [{ key: 1, at: 'x' }], next: null };
    await expect(expectDescribed('listPasses', 200, page)).rejects.toThrow();
  });

  it('gives its description, with every address that it answers', async () => {
    const { json } = await openPages({ api: FULL });
    expect(await json('/api/v1/openapi.json')).toMatchObject({
      openapi: '3.1.0',
      paths: Object.fromEntries(ROUTES.map(({ path }) => [path, { get: {} }])),
    });
  });

  it('gives the instances of one state, and one instance by its id or name', async () => {
    const { json } = await openPages({ api: FULL });
    const drifted = await json('/api/v1/instances?state=Drifted');
    expect(drifted).toMatchObject({ items: [{ id: 'beta/ADS01' }], next: null });
    for (const name of ['beta%2FADS01', 'ADS01']) {
      expect(await json(`/api/v1/instances/${name}`)).toMatchObject({ id: 'beta/ADS01', state: 'Drifted' });
    }
  });

  it('goes through lists page by page, each thing once and in order', async () => {
    const { json } = await openPages({ api: FULL });
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 10; page += 1) {
      const { items, next } = (await json(`/api/v1/history?limit=3${after}`)) as {
        readonly items: readonly { readonly id: string }[];
        readonly next: string | null;
      };
      expect(items.length).toBeLessThanOrEqual(3);
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(seen).toEqual(ENTRIES.map(({ id }) => id));
    expect(await json('/api/v1/audit?limit=2')).toMatchObject({ next: 'b' });
    expect(await json('/api/v1/audit?limit=2&after=b')).toMatchObject({ items: [{ id: 'a' }], next: null });
    expect(await json('/api/v1/instances?limit=1')).toMatchObject({
      items: [{ id: 'DEV01' }],
      next: 'DEV01',
    });
  });

  it('keeps to itself what the history needs for undoing', async () => {
    const { ask } = await openPages({ api: FULL });
    expect((await ask('/api/v1/history')).text).not.toContain(FINGERPRINT);
  });

  it.each([
    '/history?limit=0',
    '/history?limit=201',
    '/history?limit=1e2',
    '/history?limit=1&limit=2',
    '/history?after=%00',
    '/history?after=',
    '/history?state=InSync',
    '/instances?state=Nice',
    '/instances?__proto__=1',
    '/status?limit=1',
    '/hosts?x',
  ])('refuses %s', async (path) => {
    const { ask } = await openPages({ api: FULL });
    const answer = await ask(`/api/v1${path}`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'bad-query' } });
  });

  it('says that the store is away, and nothing of what it said', async () => {
    const away = async () => {
      throw new TransientError('bucket s3cret at store.example.org is away', 'Wait.');
    };
    const { ask } = await openPages({ api: { passes: away, hosts: away, backups: away } });
    for (const path of ['/passes', '/hosts', '/backups']) {
      const answer = await ask(`/api/v1${path}`);
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('example.org');
      expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'store-away' } });
    }
    expect((await ask('/')).text).toContain('The store can’t be asked at present.');
    expect((await ask('/api/v1/status')).status).toBe(200);
  });

  it('turns requests away while others wait for the store', async () => {
    const release: (() => void)[] = [];
    const slow = () => new Promise<[]>((resolve) => release.push(() => resolve([])));
    const { ask } = await openPages({ api: { passes: slow } });
    const waiting = Array.from({ length: 4 }, () => ask('/api/v1/passes'));
    await expect.poll(() => release.length).toBe(4);
    expect((await ask('/api/v1/passes')).status).toBe(503);
    for (const go of release) go();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('lets go of a request that fails over a bug, and goes on', async () => {
    const { ask, lines } = await openPages({
      api: {
        audit: () => {
          throw new Error('secret-of-a-file');
        },
      },
    });
    await expect(ask('/api/v1/audit')).rejects.toThrow();
    expect(lines.map(({ message }) => message)).toContain('A request could not be handled');
    expect(JSON.stringify(lines)).not.toContain('secret-of-a-file');
    expect((await ask('/api/v1/status')).status).toBe(200);
  });
});
