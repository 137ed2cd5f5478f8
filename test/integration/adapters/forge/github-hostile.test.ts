import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGitHubForge, type GitHubForge } from '../../../../src/adapters/forge/index.ts';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { failureOf, shaOf, TOKEN } from './github-rig.ts';

const PULL = {
  number: 1,
  title: 'One',
  user: { login: 'ada' },
  state: 'open',
  merge_commit_sha: null,
  html_url: 'https://forge.example.org/acme/network/pull/1',
  head: { sha: 'a'.repeat(40), ref: 'one', repo: { full_name: 'acme/network' } },
  base: { ref: 'main', repo: { full_name: 'acme/network' } },
};
const POST = { thread: { kind: 'pull', number: 1 }, id: 1, body: '', isOpen: true } as const;
const UNUSABLE = "GitHub's answer is not what its API promises.";

interface Asked {
  readonly url: string;
  readonly authorization: string | undefined;
}

/** A forge whose server answers whatever the test likes. */
async function startHostile(
  answer: (response: ServerResponse, asked: Asked) => void,
): Promise<{ readonly forge: GitHubForge; readonly address: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const one = { url: request.url ?? '', authorization: request.headers.authorization };
    asked.push(one);
    answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const forge = createGitHubForge({
    apiUrl: `${address}/`,
    repository: 'acme/network',
    auth: { kind: 'token', token: new Secret(TOKEN) },
    clock: { now: () => 1_800_000_000_000 },
    writeGapMillis: 0,
    timeoutMillis: 2000,
    maxAnswerBytes: 100_000,
  });
  return { forge, address, asked };
}

function json(response: ServerResponse, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const UNUSABLE_ANSWERS: readonly (readonly [string, unknown])[] = [
  ['an object for a list', { total_count: 1, items: [] }],
  ['null', null],
  ['text', '"pulls"'],
  ['broken JSON', '[{"number": 1'],
  ['a list that nests very deep', `${'['.repeat(40_000)}${']'.repeat(40_000)}`],
  ['more items than a page has', Array.from({ length: 101 }, () => PULL)],
  ['a number as text', [{ ...PULL, number: '1' }]],
  [
    'a number beyond what a number holds',
    `[${JSON.stringify({ ...PULL, number: 0 }).replace('"number":0', '"number":99999999999999999999')}]`,
  ],
  ['a short commit', [{ ...PULL, head: { ...PULL.head, sha: 'abc' } }]],
  ['a commit with an option in front', [{ ...PULL, head: { ...PULL.head, sha: `--${'a'.repeat(38)}` } }]],
  ['a link that runs', [{ ...PULL, html_url: 'javascript:alert(1)' }]],
  ['an unknown state', [{ ...PULL, state: 'merged' }]],
];

describe('an answer that is not what GitHub promises', () => {
  for (const [name, body] of UNUSABLE_ANSWERS) {
    it(`is no crash and no empty list: ${name}`, async () => {
      const { forge } = await startHostile((response) => json(response, body));
      const error = await failureOf(forge.changes.listOpen('main'));
      expect(error).toBeInstanceOf(TransientError);
      expect(error.message).toBe(UNUSABLE);
    });
  }

  it('is cut off when it is huge, with its length told or not', async () => {
    let chunks = 0;
    const { forge } = await startHostile((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        if (response.destroyed || chunks > 2000) return;
        chunks += 1;
        response.write(' '.repeat(10_000), more);
      };
      more();
    });
    const error = await failureOf(forge.changes.listOpen('main'));
    expect(error.message).toBe(UNUSABLE);
    expect(chunks).toBeLessThan(2000);
  });

  it('is an odd content type', async () => {
    const { forge } = await startHostile((response) => json(response, [PULL], { 'content-type': '/;;=' }));
    expect(await failureOf(forge.changes.listOpen('main'))).toBeInstanceOf(TransientError);
  });

  it('is a refusal with a body that upsets whoever words it', async () => {
    const { forge } = await startHostile((response) => {
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end('{"message":{},"errors":[99999999999999999999],"__proto__":{"status":200}}');
    });
    const error = await failureOf(forge.changes.listOpen('main'));
    expect(error.message).not.toContain('9999');
  });

  it('is not kept: the next good one is used', async () => {
    let asks = 0;
    const { forge } = await startHostile((response) => {
      asks += 1;
      json(response, asks === 1 ? { not: 'a list' } : [PULL], { etag: '"same"' });
    });
    await failureOf(forge.changes.listOpen('main'));
    expect(await forge.changes.listOpen('main')).toHaveLength(1);
  });

  it('is "not modified" for what was never asked', async () => {
    const { forge } = await startHostile((response) => response.writeHead(304).end());
    expect((await failureOf(forge.changes.listOpen('main'))).message).toBe(UNUSABLE);
  });
});

describe('a hostile server', () => {
  it('gets no request with the token to another address, by link or redirect', async () => {
    const trap = await startHostile((response) => json(response, []));
    const { forge, asked } = await startHostile((response, { url }) => {
      if (url.includes('&page=1')) json(response, [PULL], { link: `<${trap.address}/steal>; rel="next"` });
      else response.writeHead(307, { location: `${trap.address}/steal` }).end();
    });
    expect(await failureOf(forge.changes.listOpen('main'))).toBeInstanceOf(MistakeError);
    expect(asked.map(({ url }) => url.startsWith('/repos/acme/network/pulls'))).toEqual([true, true]);
    expect(asked.every(({ authorization }) => authorization === `token ${TOKEN}`)).toBe(true);
    expect(trap.asked).toEqual([]);
  });

  it('is left after ten pages without end', async () => {
    const review = {
      user: { login: 'eve' },
      state: 'APPROVED',
      commit_id: null,
      submitted_at: '2026-05-01T12:00:00Z',
    };
    const { forge, asked } = await startHostile((response) =>
      json(response, [{ ...PULL, ...review, state: 'open' }], {
        link: '<http://127.0.0.1/next>; rel="next"',
      }),
    );
    expect(await forge.changes.listOpen('main')).toHaveLength(10);
    expect(asked).toHaveLength(10);
    const error = await failureOf(forge.changes.reviewsOf(1));
    expect(error.message).toBe(
      'There is more than homeamp reads when it has to read the reviews of a pull request.',
    );
    expect(asked).toHaveLength(20);
  });

  it('does not slip in what was not asked for: closed ones, other branches, drafts of reviews', async () => {
    const reviews = [
      { user: null, state: 'APPROVED', commit_id: null, submitted_at: '2026-05-01T14:00:00+02:00' },
      { user: { login: 'eve' }, state: 'PENDING', commit_id: 'a'.repeat(40) },
      {
        user: { login: 'eve' },
        state: '__proto__',
        commit_id: 'a'.repeat(40),
        submitted_at: '2026-05-01T12:00:00Z',
      },
    ];
    const { forge } = await startHostile((response, { url }) =>
      json(
        response,
        url.includes('/reviews')
          ? reviews
          : [
              { ...PULL, state: 'closed' },
              { ...PULL, base: { ...PULL.base, ref: 'other' } },
              { ...PULL, number: 2, head: { ...PULL.head, repo: null } },
            ],
      ),
    );
    expect(await forge.changes.listOpen('main')).toMatchObject([{ number: 2, isFromSameRepository: false }]);
    expect(await forge.changes.reviewsOf(1)).toEqual([
      { reviewer: 'ghost', verdict: 'approved', commit: undefined, at: Date.UTC(2026, 4, 1, 12) },
    ]);
  });

  it('can not give a verdict without its time', async () => {
    const { forge } = await startHostile((response) =>
      json(response, [{ user: { login: 'eve' }, state: 'CHANGES_REQUESTED', commit_id: null }]),
    );
    expect((await failureOf(forge.changes.reviewsOf(1))).message).toBe(UNUSABLE);
  });

  it('can not hide a refused write behind an empty answer', async () => {
    const { forge } = await startHostile((response) => json(response, ''));
    const draft = { title: '', body: 'x', isOpen: true };
    expect((await failureOf(forge.posts.create(POST.thread, draft))).message).toBe(UNUSABLE);
    expect((await failureOf(forge.posts.update(POST, draft))).message).toBe(UNUSABLE);
    expect((await failureOf(forge.deployments.create(shaOf('a'.repeat(40)), 'x'))).message).toBe(UNUSABLE);
  });
});
