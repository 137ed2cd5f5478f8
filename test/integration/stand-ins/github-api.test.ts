import { describe, expect, it } from 'vitest';
import { hostedFleet, REPO, TOKEN } from './hosted-fleet.ts';

const NO_COMMIT = '0'.repeat(40);

describe('the GitHub stand-in answers as GitHub does', () => {
  it('supports the operations that the agent needs', async () => {
    const { hub } = await hostedFleet();
    console.log(hub.operations.join('\n'));
    expect(hub.operations).toContain('pulls/list');
    expect(hub.operations).toHaveLength(33);
  });

  it('knows who asks by token, and refuses strangers', async () => {
    const { call, get } = await hostedFleet();
    expect((await get('/user')).body.login).toBe('fleet-bot');
    expect((await call('GET', '/user', { token: 'wrong' })).status).toBe(401);
    expect((await call('GET', '/user', { headers: { authorization: '' } })).body.message).toBe(
      'Requires authentication',
    );
  });

  it('shows the repository, and no other', async () => {
    const { get } = await hostedFleet();
    expect((await get(REPO)).body).toMatchObject({ full_name: 'acme/network', default_branch: 'main' });
    expect((await get('/repos/acme/other')).status).toBe(404);
  });

  it('refuses methods and paths that are not in the description', async () => {
    const { call, get } = await hostedFleet();
    expect((await get('/no/such/thing')).status).toBe(404);
    expect((await call('PUT', '/user')).status).toBe(404);
  });

  it('refuses a body that is no JSON, and one of the wrong shape', async () => {
    const { hub, call } = await hostedFleet();
    const broken = await fetch(`${hub.apiUrl}${REPO}/issues`, {
      method: 'POST',
      headers: { authorization: `token ${TOKEN}` },
      body: '{"title":',
    });
    expect(broken.status).toBe(400);
    expect((await call('POST', `${REPO}/issues`, { body: { title: ['x'] } })).status).toBe(422);
    expect((await call('POST', `${REPO}/issues`)).status).toBe(422);
  });

  it('keeps statuses newest first, and refuses what GitHub refuses', async () => {
    const { hub, call, get, git } = await hostedFleet();
    const sha = git('rev-parse', 'HEAD');
    const set = (body: unknown, of = sha) => call('POST', `${REPO}/statuses/${of}`, { body });
    expect((await set({ state: 'pending', context: 'homeamp/one', description: 'looking' })).status).toBe(
      201,
    );
    expect(
      (await set({ state: 'success', context: 'homeamp/one', description: 'done' })).body.creator.login,
    ).toBe('fleet-bot');
    const listed = (await get(`${REPO}/commits/${sha}/statuses`)).body;
    expect(listed.map((status: { state: string }) => status.state)).toEqual(['success', 'pending']);
    expect(hub.statusesOf(sha).map(({ state }) => state)).toEqual(['pending', 'success']);

    expect((await set({ state: 'fine' })).status).toBe(422);
    expect((await set({ state: 'success', description: 'x'.repeat(141) })).status).toBe(422);
    expect((await set({ state: 'success' }, NO_COMMIT)).status).toBe(422);
    expect((await get(`${REPO}/commits/${NO_COMMIT}/statuses`)).status).toBe(404);
  });

  it('refuses the 1001st status of a commit and context', async () => {
    const { call, git } = await hostedFleet();
    const path = `${REPO}/statuses/${git('rev-parse', 'HEAD')}`;
    const set = (context: string) => call('POST', path, { body: { state: 'success', context } });
    for (let done = 0; done < 1000; done += 100) {
      const replies = await Promise.all(Array.from({ length: 100 }, () => set('one')));
      expect(replies.every(({ status }) => status === 201)).toBe(true);
    }
    expect((await set('one')).status).toBe(422);
    expect((await set('two')).status).toBe(201);
  });

  it('lets comments be written, changed and deleted', async () => {
    const { hub, call, get, push } = await hostedFleet({ people: { bob: 'write' } });
    push('change', { 'a.txt': 'a\n' });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    hub.addComment(pull, 'bob', 'please look');
    const made = await call('POST', `${REPO}/issues/${pull}/comments`, { body: { body: 'one' } });
    const path = `${REPO}/issues/comments/${made.body.id}`;
    expect(made.body).toMatchObject({
      body: 'one',
      user: { login: 'fleet-bot' },
      author_association: 'MEMBER',
    });
    expect((await call('PATCH', path, { body: { body: 'two' } })).body.body).toBe('two');
    const listed = (await get(`${REPO}/issues/${pull}/comments`)).body;
    expect(listed.map((comment: { body: string }) => comment.body)).toEqual(['please look', 'two']);
    expect(listed[0].author_association).toBe('COLLABORATOR');
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('PATCH', path, { body: { body: 'three' } })).status).toBe(404);
    expect(hub.commentsOf(pull).map(({ body }) => body)).toEqual(['please look']);
  });

  it('posts nothing of a body over 65,536 characters', async () => {
    const { hub, call } = await hostedFleet();
    const issue = await call('POST', `${REPO}/issues`, {
      body: { title: 'drift', body: 'x'.repeat(65_536) },
    });
    expect(issue.status).toBe(201);
    const path = `${REPO}/issues/${issue.body.number}`;
    const long = { body: 'x'.repeat(65_537) };
    expect((await call('POST', `${path}/comments`, { body: long })).status).toBe(422);
    expect((await call('PATCH', path, { body: long })).status).toBe(422);
    expect((await call('POST', `${REPO}/issues`, { body: { title: 'x', ...long } })).status).toBe(422);
    expect(hub.commentsOf(issue.body.number)).toEqual([]);
  });

  it('numbers issues and pull requests in one row, and lists both as issues', async () => {
    const { hub, call, get, push } = await hostedFleet();
    push('change', { 'a.txt': 'a\n' });
    const first = await call('POST', `${REPO}/issues`, { body: { title: 'drift' } });
    const pull = await hub.openPull({ head: 'change', author: 'bob' });
    expect([first.body.number, pull]).toEqual([1, 2]);
    const listed = (await get(`${REPO}/issues?direction=asc`)).body;
    expect(listed.map((issue: object) => 'pull_request' in issue)).toEqual([false, true]);
    expect((await get(`${REPO}/issues?creator=fleet-bot`)).body).toHaveLength(1);
    expect((await get(`${REPO}/issues?state=closed`)).body).toEqual([]);
    expect((await get(`${REPO}/issues?state=any`)).status).toBe(422);
  });

  it('closes and opens an issue again', async () => {
    const { hub, call } = await hostedFleet();
    const { number } = (
      await call('POST', `${REPO}/issues`, { body: { title: 'drift', labels: ['homeamp'] } })
    ).body;
    const closed = await call('PATCH', `${REPO}/issues/${number}`, { body: { state: 'closed' } });
    expect(closed.body.closed_at).not.toBeNull();
    const opened = await call('PATCH', `${REPO}/issues/${number}`, {
      body: { state: 'open', body: 'again' },
    });
    expect(opened.body).toMatchObject({ state: 'open', closed_at: null, labels: [{ name: 'homeamp' }] });
    expect(hub.issues().map(({ body }) => body)).toEqual(['again']);
    expect((await call('PATCH', `${REPO}/issues/99`, { body: { state: 'closed' } })).status).toBe(404);
    expect((await call('PATCH', `${REPO}/issues/${number}`, { body: { state: 'gone' } })).status).toBe(422);
  });

  it('keeps deployments and their statuses, newest first', async () => {
    const { hub, call, get, git } = await hostedFleet();
    const sha = git('rev-parse', 'HEAD');
    const draft = { ref: sha, environment: 'dev', auto_merge: false, required_contexts: [] };
    const deployment = await call('POST', `${REPO}/deployments`, { body: draft });
    expect(deployment.status).toBe(201);
    const path = `${REPO}/deployments/${deployment.body.id}/statuses`;
    expect((await call('POST', path, { body: { state: 'in_progress' } })).status).toBe(201);
    expect((await call('POST', path, { body: { state: 'success', description: 'xeon: done' } })).status).toBe(
      201,
    );
    const states = (await get(path)).body.map((status: { state: string }) => status.state);
    expect(states).toEqual(['success', 'in_progress']);
    expect((await get(`${REPO}/deployments?sha=${sha}&environment=dev`)).body).toHaveLength(1);
    expect((await get(`${REPO}/deployments?environment=production`)).body).toEqual([]);
    expect(hub.deploymentsOf(sha)[0]?.statuses.at(-1)?.description).toBe('xeon: done');
    expect((await call('POST', path, { body: { state: 'done' } })).status).toBe(422);
    expect(
      (await call('POST', path, { body: { state: 'success', description: 'x'.repeat(141) } })).status,
    ).toBe(422);
    expect((await get(`${REPO}/deployments/7/statuses`)).status).toBe(404);
    expect((await call('POST', `${REPO}/deployments`, { body: { ref: 'nowhere' } })).status).toBe(422);
  });

  it('makes no deployment while a status fails, or of an old commit that it may bring up to date', async () => {
    const { hub, call, push, git } = await hostedFleet();
    const old = git('rev-parse', 'HEAD');
    const sha = push('main', { 'a.txt': 'a\n' });
    await call('POST', `${REPO}/statuses/${sha}`, { body: { state: 'pending', context: 'homeamp/one' } });
    expect((await call('POST', `${REPO}/deployments`, { body: { ref: sha } })).status).toBe(409);
    expect((await call('POST', `${REPO}/deployments`, { body: { ref: old } })).status).toBe(202);
    expect([...hub.deploymentsOf(sha), ...hub.deploymentsOf(old)]).toEqual([]);
  });

  it('makes earlier successes of an environment inactive', async () => {
    const { hub, call, push, git } = await hostedFleet();
    const shas = [git('rev-parse', 'HEAD'), push('main', { 'a.txt': 'a\n' })];
    for (const ref of shas) {
      const body = { ref, environment: 'dev', auto_merge: false, required_contexts: [] };
      const { id } = (await call('POST', `${REPO}/deployments`, { body })).body;
      await call('POST', `${REPO}/deployments/${id}/statuses`, { body: { state: 'success' } });
    }
    const states = shas.map((sha) => hub.deploymentsOf(sha)[0]?.statuses.map(({ state }) => state));
    expect(states).toEqual([['success', 'inactive'], ['success']]);
  });

  it('keeps checks with their annotations, or refuses them', async () => {
    const { hub, call, git } = await hostedFleet();
    const sha = git('rev-parse', 'HEAD');
    const annotation = {
      path: 'a.yaml',
      start_line: 1,
      end_line: 1,
      annotation_level: 'failure',
      message: 'wrong',
    };
    const check = (annotations: readonly unknown[]) =>
      call('POST', `${REPO}/check-runs`, {
        body: {
          name: 'homeamp',
          head_sha: sha,
          conclusion: 'failure',
          output: { title: 't', summary: 's', annotations },
        },
      });
    expect((await check([annotation])).body).toMatchObject({
      status: 'completed',
      output: { annotations_count: 1 },
    });
    expect((await check(Array.from({ length: 51 }, () => annotation))).status).toBe(422);
    expect(hub.checksOf(sha)).toHaveLength(1);

    const strict = await hostedFleet({ checks: false });
    const body = { name: 'homeamp', head_sha: strict.git('rev-parse', 'HEAD') };
    expect((await strict.call('POST', `${REPO}/check-runs`, { body })).status).toBe(403);
  });

  it('tells who may do what, and who is in a team', async () => {
    const { get } = await hostedFleet({
      people: { alice: 'admin', carol: 'read' },
      teams: { 'acme/admins': ['alice', 'bob'] },
    });
    const permission = async (login: string) =>
      (await get(`${REPO}/collaborators/${login}/permission`)).body.permission;
    expect([await permission('Alice'), await permission('carol')]).toEqual(['admin', 'read']);
    expect((await get(`${REPO}/collaborators/nobody/permission`)).status).toBe(404);
    const team = await get('/orgs/acme/teams/admins/members');
    expect(team.body.map((member: { login: string }) => member.login)).toEqual(['alice', 'bob']);
    expect((await get('/orgs/acme/teams/strangers/members')).status).toBe(404);
  });
});
