import { describe, expect, it } from 'vitest';
import { hostedFleet, REPO } from './hosted-fleet.ts';

const numbers = (pulls: readonly { readonly number: number }[]): readonly number[] =>
  pulls.map(({ number }) => number);

describe('pull requests of the GitHub stand-in', () => {
  it('are listed by state, base and age', async () => {
    const { hub, get, push } = await hostedFleet();
    for (const name of ['one', 'two', 'three']) push(name, { [name]: 'x\n' });
    const first = await hub.openPull({ head: 'one', author: 'bob', draft: true });
    const second = await hub.openPull({ head: 'two', author: 'bob', fork: true, title: 'Two' });
    const third = await hub.openPull({ head: 'three', author: 'bob', base: 'one' });
    hub.closePull(third);
    const open = (await get(`${REPO}/pulls?state=open&base=main&sort=created&direction=asc`)).body;
    expect(numbers(open)).toEqual([first, second]);
    expect(open[0]).toMatchObject({ draft: true, head: { repo: { full_name: 'acme/network' } } });
    expect(open[1]).toMatchObject({ title: 'Two', head: { repo: { full_name: 'bob/network', fork: true } } });
    expect(numbers((await get(`${REPO}/pulls?state=all`)).body)).toEqual([third, second, first]);
    expect(numbers((await get(`${REPO}/pulls?state=closed`)).body)).toEqual([third]);
    expect((await get(`${REPO}/pulls?state=lost`)).status).toBe(422);
    expect((await get(`${REPO}/pulls/99`)).status).toBe(404);
    expect((await get(`${REPO}/pulls/one`)).status).toBe(404);
  });

  it('follow their branch, whose head can be fetched by number', async () => {
    const { hub, get, git, push } = await hostedFleet();
    push('change', { a: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    const moved = push('change', { a: '2\n' });
    expect((await get(`${REPO}/pulls/${pull}`)).body.head.sha).toBe(moved);
    git('fetch', '--quiet', hub.bareRepository, `refs/pull/${pull}/head`);
    expect(git('rev-parse', 'FETCH_HEAD')).toBe(moved);
  });

  it('close when their branch is deleted', async () => {
    const { hub, get, git, push } = await hostedFleet();
    push('change', { a: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    git('push', '--quiet', hub.bareRepository, ':change');
    expect((await get(`${REPO}/pulls/${pull}`)).body).toMatchObject({ state: 'closed', merged: false });
  });

  it('keep reviews oldest first, each with the commit that was looked at', async () => {
    const { hub, get, push } = await hostedFleet();
    const before = push('change', { a: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    const first = hub.review({ pull, by: 'alice', verdict: 'APPROVED' });
    const after = push('change', { a: '2\n' });
    hub.review({ pull, by: 'carol', verdict: 'CHANGES_REQUESTED' });
    hub.dismissReview(pull, first);
    const reviews = (await get(`${REPO}/pulls/${pull}/reviews`)).body;
    expect(
      reviews.map(
        ({ state, commit_id, user }: { state: string; commit_id: string; user: { login: string } }) => [
          user.login,
          state,
          commit_id,
        ],
      ),
    ).toEqual([
      ['alice', 'DISMISSED', before],
      ['carol', 'CHANGES_REQUESTED', after],
    ]);
    expect((await get(`${REPO}/pulls/99/reviews`)).status).toBe(404);
  });

  it('merge with a commit of two parents and keep their head afterwards', async () => {
    const { hub, get, git, push } = await hostedFleet();
    const head = push('change', { a: '1\n' });
    const onto = push('main', { b: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob', title: 'Add a' });
    const tip = await hub.merge({ pull, by: 'alice', method: 'merge' });
    push('change', { a: 'later\n' });
    git('fetch', '--quiet', hub.bareRepository, 'main');
    expect(git('log', '-1', '--format=%P', tip)).toBe(`${onto} ${head}`);
    expect(git('ls-tree', '--name-only', tip).split('\n')).toEqual(['README.md', 'a', 'b']);
    const { body } = await get(`${REPO}/pulls/${pull}`);
    expect(body).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: tip, head: { sha: head } });
    expect(body.merged_by.login).toBe('alice');
    for (const sha of [tip, head]) {
      expect(numbers((await get(`${REPO}/commits/${sha}/pulls`)).body)).toEqual([pull]);
    }
    expect((await get(`${REPO}/commits/${onto}/pulls`)).body).toEqual([]);
  });

  it('squash into one commit on the base', async () => {
    const { hub, get, git, push } = await hostedFleet();
    push('change', { a: '1\n' });
    push('change', { a: '2\n' });
    const onto = push('main', { b: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob', title: 'Add a' });
    const tip = await hub.merge({ pull, by: 'alice', method: 'squash' });
    git('fetch', '--quiet', hub.bareRepository, 'main');
    expect(git('log', '-1', '--format=%P %s', tip)).toBe(`${onto} Add a (#${pull})`);
    expect(git('show', `${tip}:a`)).toBe('2');
    expect(numbers((await get(`${REPO}/commits/${tip}/pulls`)).body)).toEqual([pull]);
  });

  it('rebase as a copy of each commit, with its author and message', async () => {
    const { hub, get, git, push } = await hostedFleet();
    push('change', { a: '1\n' });
    push('change', { c: '2\n' });
    const onto = push('main', { b: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    const tip = await hub.merge({ pull, by: 'carol', method: 'rebase' });
    git('fetch', '--quiet', hub.bareRepository, 'main');
    expect(git('log', '--reverse', '--format=%an %cn %s', `${onto}..${tip}`).split('\n')).toEqual([
      'alice carol change a',
      'alice carol change c',
    ]);
    expect(git('ls-tree', '--name-only', `${tip}^`).split('\n')).toEqual(['README.md', 'a', 'b']);
    for (const sha of [tip, git('rev-parse', `${tip}^`)]) {
      expect(numbers((await get(`${REPO}/commits/${sha}/pulls`)).body)).toEqual([pull]);
    }
  });

  it('queue one on top of the other, after which the base moves once', async () => {
    const { hub, get, git, push } = await hostedFleet();
    push('one', { a: '1\n' });
    push('two', { b: '1\n' });
    const pulls = [
      await hub.openPull({ head: 'one', author: 'bob' }),
      await hub.openPull({ head: 'two', author: 'bob' }),
    ];
    const tip = await hub.mergeQueue(pulls, 'alice');
    git('fetch', '--quiet', hub.bareRepository, 'main');
    const below = git('rev-parse', `${tip}^1`);
    expect(git('ls-tree', '--name-only', tip).split('\n')).toEqual(['README.md', 'a', 'b']);
    expect(numbers((await get(`${REPO}/commits/${below}/pulls`)).body)).toEqual([pulls[0]]);
    expect(numbers((await get(`${REPO}/commits/${tip}/pulls`)).body)).toEqual([pulls[1]]);
  });

  it('do not merge in conflict, as a draft or when closed, and the base stays', async () => {
    const { hub, git, push } = await hostedFleet();
    push('change', { a: '1\n' });
    push('other', { b: '1\n' });
    const tip = push('main', { a: '2\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    const draft = await hub.openPull({ head: 'other', author: 'bob', draft: true });
    await expect(hub.merge({ pull, by: 'alice', method: 'merge' })).rejects.toMatchObject({ status: 405 });
    await expect(hub.merge({ pull, by: 'alice', method: 'rebase' })).rejects.toMatchObject({ status: 405 });
    await expect(hub.merge({ pull: draft, by: 'alice', method: 'merge' })).rejects.toMatchObject({
      status: 405,
    });
    hub.setDraft(draft, false);
    await expect(hub.mergeQueue([draft, pull], 'alice')).rejects.toMatchObject({ status: 405 });
    expect(git('ls-remote', hub.bareRepository, 'refs/heads/main').slice(0, 40)).toBe(tip);
    await hub.merge({ pull: draft, by: 'alice', method: 'squash' });
    await expect(hub.merge({ pull: draft, by: 'alice', method: 'squash' })).rejects.toMatchObject({
      status: 405,
    });
  });

  it('show a commit of an open one, and refuse commits that are not there', async () => {
    const { hub, get, push } = await hostedFleet();
    const head = push('change', { a: '1\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    const [found] = (await get(`${REPO}/commits/${head}/pulls`)).body;
    expect(found).toMatchObject({ number: pull, merged_at: null });
    expect(found.merge_commit_sha).toMatch(/^[0-9a-f]{40}$/);
    expect((await get(`${REPO}/commits/${'0'.repeat(40)}/pulls`)).status).toBe(422);
  });
});
