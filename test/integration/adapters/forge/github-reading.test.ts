import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { failureOf, OWN_LOGIN, shaOf, startGitHubRig } from './github-rig.ts';

const MARKER = '<!-- homeamp:plan -->';

describe('pull requests at GitHub', () => {
  it('are listed with all that a plan needs, oldest first, forks and drafts told apart', async () => {
    const { forge, standIn, commit } = await startGitHubRig();
    commit('main');
    const [one, two] = [commit('one'), commit('two')];
    await standIn.openPull({ head: 'one', author: 'Ada', title: 'One' });
    await standIn.openPull({ head: 'two', author: 'Eve', title: 'Two', draft: true, fork: true });
    commit('release');
    await standIn.openPull({ head: 'two', base: 'release', author: 'ada' });
    const [first, second, ...others] = await forge.changes.listOpen('main');
    expect(others).toEqual([]);
    expect(first).toEqual({
      number: 1,
      title: 'One',
      author: 'ada',
      state: 'open',
      isDraft: false,
      isFromSameRepository: true,
      head: one,
      headBranch: 'one',
      baseBranch: 'main',
      mergeCommit: undefined,
      url: expect.stringMatching(/^https?:/),
    });
    expect(second).toMatchObject({ author: 'eve', isDraft: true, isFromSameRepository: false, head: two });
  });

  it('are found by the commit they were merged as, and only when merged', async () => {
    const { forge, standIn, commit } = await startGitHubRig();
    commit('main');
    const head = commit('one', 'main');
    const number = await standIn.openPull({ head: 'one', author: 'ada' });
    expect(await forge.changes.ofCommit(head)).toEqual([]);
    const tip = await standIn.merge({ pull: number, by: 'ada', method: 'merge' });
    for (const sha of [shaOf(tip), head]) {
      const found = await forge.changes.ofCommit(sha);
      expect(found).toMatchObject([{ number, state: 'merged', mergeCommit: tip, head }]);
    }
    expect(await forge.changes.listOpen('main')).toEqual([]);
  });

  it('have reviews with what was looked at, oldest first', async () => {
    const { forge, standIn, clock, commit } = await startGitHubRig();
    const start = Date.UTC(2026, 4, 1, 12);
    clock.time = start;
    commit('main');
    const before = commit('one');
    const pull = await standIn.openPull({ head: 'one', author: 'ada' });
    const dismissed = standIn.review({ pull, by: 'Bob', verdict: 'APPROVED' });
    standIn.review({ pull, by: 'Eve', verdict: 'COMMENTED' });
    const after = commit('one');
    clock.time += 60_000;
    standIn.review({ pull, by: 'Bob', verdict: 'CHANGES_REQUESTED' });
    standIn.review({ pull, by: 'Bob', verdict: 'APPROVED' });
    standIn.dismissReview(pull, dismissed);
    expect(await forge.changes.reviewsOf(pull)).toEqual([
      { reviewer: 'bob', verdict: 'dismissed', commit: before, at: start },
      { reviewer: 'eve', verdict: 'commented', commit: before, at: start },
      { reviewer: 'bob', verdict: 'changes-requested', commit: after, at: start + 60_000 },
      { reviewer: 'bob', verdict: 'approved', commit: after, at: start + 60_000 },
    ]);
  });
});

describe('people at GitHub', () => {
  it('may write by their permission, and not when nobody knows them', async () => {
    const people = { Ada: 'admin', bob: 'write', eve: 'read', mallory: 'none' } as const;
    const { forge } = await startGitHubRig({ people });
    const may = await Promise.all(
      ['ada', 'bob', 'eve', 'mallory', 'nobody', '..'].map((login) => forge.people.mayWrite(login)),
    );
    expect(may).toEqual([true, true, false, false, false, false]);
  });

  it('are the members of a team, in lower case', async () => {
    const { forge } = await startGitHubRig({ teams: { 'acme/admins': ['Ada', 'bob'] } });
    expect(await forge.people.membersOf('@acme/admins')).toEqual(['ada', 'bob']);
    expect(await failureOf(forge.people.membersOf('@acme/none'))).toBeInstanceOf(MistakeError);
    expect(await failureOf(forge.people.membersOf('acme'))).toBeInstanceOf(MistakeError);
    expect(await failureOf(forge.people.membersOf('@acme/..'))).toBeInstanceOf(MistakeError);
  });
});

describe('reading from GitHub', () => {
  it('pages through 150 pull requests and 250 comments', async () => {
    const { forge, standIn, commit, asked } = await startGitHubRig();
    commit('main');
    commit('one');
    for (let made = 0; made < 150; made += 1) await standIn.openPull({ head: 'one', author: 'ada' });
    for (let made = 0; made < 249; made += 1) standIn.addComment(1, 'ada', 'talk');
    standIn.addComment(1, OWN_LOGIN, `late ${MARKER}`);
    const pulls = await forge.changes.listOpen('main');
    expect(pulls.map(({ number }) => number)).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(asked('pulls/list')).toBe(2);
    expect(await forge.posts.find({ kind: 'pull', number: 1 }, MARKER)).toMatchObject([
      { body: `late ${MARKER}` },
    ]);
    expect(asked('issues/list-comments')).toBe(3);
  });

  it('asks conditionally, so that a steady answer costs nothing', async () => {
    const { forge, standIn, commit, told } = await startGitHubRig();
    commit('main');
    commit('one');
    const pull = await standIn.openPull({ head: 'one', author: 'ada' });
    const look = async () => [
      await forge.changes.listOpen('main'),
      await forge.changes.reviewsOf(pull),
      await forge.posts.find({ kind: 'pull', number: pull }, MARKER),
      await forge.posts.find({ kind: 'drift' }, MARKER),
    ];
    const first = await look();
    standIn.requests.clear();
    const remaining = told.at(-1)?.remaining;
    expect(await look()).toEqual(first);
    expect(standIn.requests.list().map(({ status, counted }) => `${status} ${counted}`)).toEqual(
      Array.from({ length: 4 }, () => '304 false'),
    );
    expect(told.at(-1)).toMatchObject({ operation: 'issues/list-for-repo', status: 304, remaining });
    const head = commit('one');
    expect((await forge.changes.listOpen('main'))[0]?.head).toBe(head);
  });

  it('stops at a thousand comments rather than miss its own', async () => {
    const { forge, standIn, commit } = await startGitHubRig();
    commit('main');
    commit('one');
    const number = await standIn.openPull({ head: 'one', author: 'ada' });
    for (let made = 0; made < 1001; made += 1) standIn.addComment(number, 'ada', 'talk');
    expect(await failureOf(forge.posts.find({ kind: 'pull', number }, MARKER))).toBeInstanceOf(MistakeError);
  });

  it('finds the status of a context behind a hundred of others', async () => {
    const { forge, commit, asked } = await startGitHubRig();
    const sha = commit('main');
    await forge.statuses.set(sha, 'homeamp/a', { state: 'success', description: 'here' });
    for (let made = 0; made < 120; made += 1) {
      await forge.statuses.set(sha, `other/${made}`, { state: 'pending', description: '' });
    }
    expect(await forge.statuses.latest(sha, 'homeamp/a')).toEqual({ state: 'success', description: 'here' });
    expect(asked('repos/list-commit-statuses-for-ref')).toBe(2);
    expect(await forge.statuses.latest(sha, 'other/119')).toEqual({ state: 'pending', description: '' });
    expect(asked('repos/list-commit-statuses-for-ref')).toBe(3);
  });

  it('takes no notice of what others write with our marker, in comments or issues', async () => {
    const { forge, standIn, commit, asked } = await startGitHubRig({
      tokens: { 'token-of-the-fleet-5d1c': OWN_LOGIN, 'token-of-eve': 'eve' },
    });
    commit('main');
    commit('one');
    const number = await standIn.openPull({ head: 'one', author: 'eve', body: MARKER });
    standIn.addComment(number, 'eve', `false plan ${MARKER}`);
    await fetch(`${standIn.apiUrl}/repos/acme/network/issues`, {
      method: 'POST',
      headers: { authorization: 'token token-of-eve', 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Drift', body: MARKER, labels: ['homeamp'] }),
    });
    expect(standIn.issues()).toHaveLength(1);
    expect(await forge.posts.find({ kind: 'pull', number }, MARKER)).toEqual([]);
    expect(await forge.posts.find({ kind: 'drift' }, MARKER)).toEqual([]);
    expect(asked('users/get-authenticated')).toBe(1);
  });
});

describe('mistakes beside the lines', () => {
  const places = [
    {
      severity: 'error',
      title: 'unknown-key',
      message: 'no such key',
      place: { file: 'desired-state/fleet.yaml', line: 3, column: 5 },
    },
    {
      severity: 'warning',
      title: 'blank-cell',
      message: 'empty',
      place: { file: 'desired-state/variables.xlsx', line: 0, column: 0, sheet: 'Variables', cell: 'C7' },
    },
  ] as const;

  it('are written as a check', async () => {
    const { forge, standIn, commit } = await startGitHubRig();
    const sha = commit('main');
    expect(await forge.annotations.publish(sha, 'homeamp', places)).toBe(true);
    expect(await forge.annotations.publish(sha, 'homeamp', [])).toBe(true);
    expect(standIn.checksOf(sha)).toMatchObject([
      {
        name: 'homeamp',
        conclusion: 'failure',
        summary: 'Errors: 1. Warnings: 1.',
        annotations: [
          { path: 'desired-state/fleet.yaml', start_line: 3, start_column: 5, annotation_level: 'failure' },
          { start_line: 1, annotation_level: 'warning', message: 'Variables!C7: empty' },
        ],
      },
      { conclusion: 'success', annotations: [] },
    ]);
  });

  it('are at most fifty', async () => {
    const { forge, standIn, commit } = await startGitHubRig();
    const sha = commit('main');
    const [one] = places;
    expect(
      await forge.annotations.publish(
        sha,
        'homeamp',
        Array.from({ length: 60 }, () => one),
      ),
    ).toBe(true);
    expect(standIn.checksOf(sha)[0]?.annotations).toHaveLength(50);
    expect(standIn.checksOf(sha)[0]?.summary).toContain('Errors: 60.');
  });

  it('are not tried again after GitHub refused them once', async () => {
    const { forge, commit, asked } = await startGitHubRig({ checks: false });
    const sha = commit('main');
    expect(await forge.annotations.publish(sha, 'homeamp', places)).toBe(false);
    expect(await forge.annotations.publish(sha, 'homeamp', places)).toBe(false);
    expect(asked('checks/create')).toBe(1);
  });
});
