import { describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import type { FaultKind } from '../../../../src/stand-ins/github/index.ts';
import { failureOf, type GitHubRig, startGitHubRig } from './github-rig.ts';

const OPEN_PULLS = 'list the open pull requests';

const READ_FAULTS: readonly {
  readonly fault: FaultKind;
  readonly kind: typeof MistakeError | typeof TransientError;
  readonly message: string;
}[] = [
  {
    fault: 'unauthorized',
    kind: MistakeError,
    message: 'GitHub does not accept the credentials of homeamp.',
  },
  {
    fault: 'secondary-limit',
    kind: TransientError,
    message: 'GitHub limits the requests of this account for now.',
  },
  {
    fault: 'primary-limit',
    kind: TransientError,
    message: 'GitHub limits the requests of this account for now.',
  },
  {
    fault: 'not-found',
    kind: MistakeError,
    message: `GitHub has nothing to show where homeamp has to ${OPEN_PULLS}.`,
  },
  { fault: 'conflict', kind: TransientError, message: `GitHub was busy when homeamp had to ${OPEN_PULLS}.` },
  {
    fault: 'unprocessable',
    kind: MistakeError,
    message: `GitHub refuses what homeamp sends to ${OPEN_PULLS}.`,
  },
  { fault: 'server-error', kind: TransientError, message: 'GitHub fails to answer.' },
  { fault: 'slow', kind: TransientError, message: 'GitHub is out of reach.' },
  { fault: 'cut-before', kind: TransientError, message: 'GitHub is out of reach.' },
  { fault: 'cut-after', kind: TransientError, message: 'GitHub is out of reach.' },
  {
    fault: 'empty-body',
    kind: TransientError,
    message: "GitHub's answer is not what its API promises.",
  },
  { fault: 'html', kind: TransientError, message: 'GitHub fails to answer.' },
];

async function startWithPull(): Promise<GitHubRig & { readonly pull: number }> {
  const rig = await startGitHubRig();
  rig.commit('main');
  rig.commit('change');
  return { ...rig, pull: await rig.standIn.openPull({ head: 'change', author: 'ada' }) };
}

describe('a failure of GitHub', () => {
  for (const { fault, kind, message } of READ_FAULTS) {
    it(`of the kind ${fault} has its own error with a constant text and without the token, and passes`, async () => {
      const { standIn, createForge, clock } = await startWithPull();
      const forge = createForge({ timeoutMillis: fault === 'slow' ? 1500 : 10_000 });
      standIn.faults.add({ kind: fault, delayMillis: 3000, match: { operation: 'pulls/list' } });
      const error = await failureOf(forge.changes.listOpen('main'));
      expect(error).toBeInstanceOf(kind);
      expect(error.message).toBe(message);
      expect(`${error.message}${error.next}`).not.toMatch(/\d{2,}|http:/);
      clock.time += 61_000;
      expect(await forge.changes.listOpen('main')).toHaveLength(1);
    });
  }

  it('is a page of a proxy with status 200', async () => {
    const { standIn, forge } = await startWithPull();
    standIn.faults.add({ kind: 'html', status: 200 });
    const error = await failureOf(forge.changes.listOpen('main'));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe("GitHub's answer is not what its API promises.");
  });

  it('is a repository that moved, since no redirect is followed', async () => {
    const { standIn, forge } = await startWithPull();
    standIn.faults.add({ kind: 'html', status: 301 });
    const error = await failureOf(forge.changes.listOpen('main'));
    expect(error).toBeInstanceOf(MistakeError);
    expect(error.message).toBe('GitHub says that what homeamp asks for has moved.');
  });

  it('is a missing permission, which is named', async () => {
    const { standIn, forge } = await startWithPull();
    standIn.faults.add({ kind: 'server-error', status: 403 });
    const error = await failureOf(forge.changes.reviewsOf(1));
    expect(error).toBeInstanceOf(MistakeError);
    expect(error.message).toBe('GitHub does not let homeamp read the reviews of a pull request.');
    expect(error.next).toContain('"Pull requests: read"');
  });

  it('is a repository without issues', async () => {
    const { standIn, forge } = await startWithPull();
    standIn.faults.add({ kind: 'server-error', status: 410, match: { operation: 'issues/create' } });
    const error = await failureOf(
      forge.posts.create({ kind: 'drift' }, { title: 't', body: 'b', isOpen: true }),
    );
    expect(error).toBeInstanceOf(MistakeError);
    expect(error.message).toContain('turned off');
  });

  it('is a server that is away, and one that comes back is used at once', async () => {
    const { standIn, forge } = await startWithPull();
    const back = standIn.faults.down('all');
    expect(await failureOf(forge.changes.listOpen('main'))).toBeInstanceOf(TransientError);
    back();
    expect(await forge.changes.listOpen('main')).toHaveLength(1);
  });

  it('is a wrong token', async () => {
    const { createForge } = await startWithPull();
    const forge = createForge({ auth: { kind: 'token', token: new Secret('wrong-token') } });
    const error = await failureOf(forge.changes.listOpen('main'));
    expect(error).toBeInstanceOf(MistakeError);
    expect(error.message).toBe('GitHub does not accept the credentials of homeamp.');
  });

  it('is a repository that the token does not show', async () => {
    const { createForge } = await startWithPull();
    const error = await failureOf(createForge({ repository: 'acme/other' }).changes.listOpen('main'));
    expect(error).toBeInstanceOf(MistakeError);
    expect(error.next).toContain('no rights');
  });

  it('is a commit that GitHub has not taken in yet', async () => {
    const { standIn, forge, commit } = await startWithPull();
    const sha = commit('main');
    standIn.faults.add({ kind: 'unprocessable' });
    const error = await failureOf(forge.changes.ofCommit(sha));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe('GitHub does not know a commit yet.');
  });

  it('of a write is not tried again by itself, and what was done is found again', async () => {
    const { standIn, forge, pull, asked } = await startWithPull();
    const thread = { kind: 'pull', number: pull } as const;
    standIn.faults.add({ kind: 'cut-after', match: { operation: 'issues/create-comment' } });
    const draft = { title: '', body: 'plan <!-- m -->', isOpen: true };
    expect(await failureOf(forge.posts.create(thread, draft))).toBeInstanceOf(TransientError);
    expect(asked('issues/create-comment')).toBe(1);
    expect(await forge.posts.find(thread, '<!-- m -->')).toHaveLength(1);
  });

  it('is a body that is too long', async () => {
    const { forge, pull, standIn } = await startWithPull();
    const draft = { title: '', body: 'x'.repeat(65_537), isOpen: true };
    const error = await failureOf(forge.posts.create({ kind: 'pull', number: pull }, draft));
    expect(error).toBeInstanceOf(MistakeError);
    expect(standIn.commentsOf(pull)).toEqual([]);
  });
});

describe('settings that can not work', () => {
  it('are refused before anything is asked, without telling the secret', async () => {
    const { createForge, told } = await startGitHubRig();
    const wrong = [
      { repository: 'acme' },
      { repository: 'acme/../network' },
      { repository: 'acme/..' },
      { apiUrl: 'http://forge.example.org' },
      { apiUrl: 'https://user@forge.example.org' },
      { apiUrl: 'nowhere' },
      { auth: { kind: 'token', token: new Secret('') } },
      { auth: { kind: 'token', token: new Secret('two\nlines') } },
      { auth: { kind: 'app', appId: 1, installationId: 2, privateKey: new Secret('not a key') } },
    ] as const;
    for (const options of wrong) {
      const error = await failureOf((async () => createForge(options))());
      expect(error).toBeInstanceOf(MistakeError);
      expect(error.message).not.toMatch(/lines|not a key|user@/);
    }
    expect(told).toEqual([]);
  });
});
