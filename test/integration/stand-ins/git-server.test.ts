import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../../src/stand-ins/github/index.ts';
import { type HostedFleet, hostedFleet, REPO, TOKEN } from './hosted-fleet.ts';

const run = promisify(execFile);
const ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Git as another program: it must not stop the server, which lives in this process. */
async function remoteGit(...args: readonly string[]): Promise<string> {
  return (await run('git', args, { env: ENV, encoding: 'utf8' })).stdout.trim();
}

function address({ hub }: HostedFleet, token = TOKEN): string {
  return hub.gitUrl.replace('//', `//x-access-token:${token}@`);
}

describe('the Git server of the stand-in', () => {
  it('gives clones and fetches to those who have a token', async () => {
    const fleet = await hostedFleet();
    const copy = join(fleet.work, '../copy');
    await remoteGit('clone', '--quiet', address(fleet), copy);
    expect(await remoteGit('-C', copy, 'ls-files')).toBe('README.md');
    const tip = fleet.push('main', { a: '1\n' });
    await remoteGit('-C', copy, 'fetch', '--quiet');
    expect(await remoteGit('-C', copy, 'rev-parse', 'origin/main')).toBe(tip);
  });

  it('refuses those who have none or a wrong one', async () => {
    const fleet = await hostedFleet();
    await expect(remoteGit('ls-remote', fleet.hub.gitUrl)).rejects.toThrow(/could not read Username/);
    await expect(remoteGit('ls-remote', address(fleet, 'wrong'))).rejects.toThrow(/Authentication failed/);
    expect(fleet.hub.gitRequests.list().every(({ status, login }) => status === 401 && !login)).toBe(true);
  });

  it('has one repository alone', async () => {
    const fleet = await hostedFleet();
    for (const path of [
      'acme/other.git',
      'acme/network.git/../../work',
      'acme/network.git/%2e%2e/%2e%2e/work',
    ]) {
      await expect(
        remoteGit('ls-remote', address(fleet).replace('acme/network.git', path)),
      ).rejects.toThrow();
    }
  });

  it('takes pushes, after which pull requests show the new head', async () => {
    const fleet = await hostedFleet();
    fleet.push('change', { a: '1\n' });
    const pull = await fleet.hub.openPull({ head: 'change', author: 'bob' });
    const copy = join(fleet.work, '../copy');
    await remoteGit('clone', '--quiet', '--branch=change', address(fleet), copy);
    const identity = ['-c', 'user.name=bob', '-c', 'user.email=bob@example.org'];
    await remoteGit('-C', copy, ...identity, 'commit', '--quiet', '--allow-empty', '-m', 'more');
    const head = await remoteGit('-C', copy, 'rev-parse', 'HEAD');
    await remoteGit('-C', copy, 'push', '--quiet', 'origin', 'change');
    expect((await fleet.get(`${REPO}/pulls/${pull}`)).body.head.sha).toBe(head);
    expect(await remoteGit('ls-remote', address(fleet), `refs/pull/${pull}/head`)).toContain(head);
    const forged = `${head}:refs/pull/${pull}/head`;
    await expect(remoteGit('-C', copy, 'push', '--quiet', '--force', 'origin', forged)).rejects.toThrow();
  });

  it('counts what clients ask for', async () => {
    const fleet = await hostedFleet();
    const copy = join(fleet.work, '../copy');
    await remoteGit('ls-remote', address(fleet));
    await remoteGit('clone', '--quiet', address(fleet), copy);
    await remoteGit('-C', copy, 'fetch', '--quiet');
    const served = fleet.hub.gitRequests.list().filter(({ status }) => status === 200);
    const count = (operation: string) => served.filter((request) => request.operation === operation).length;
    expect([count('git/info'), count('git/ls-refs'), count('git/fetch')]).toEqual([3, 3, 1]);
    expect(fleet.hub.requests.list()).toEqual([]);
  });

  it.each<readonly [FaultKind, number]>([
    ['unauthorized', 401],
    ['secondary-limit', 403],
    ['not-found', 404],
    ['server-error', 500],
    ['html', 502],
    ['cut-before', 0],
    ['cut-after', 0],
  ])('fails so when told to: %s', async (kind, status) => {
    const fleet = await hostedFleet();
    fleet.hub.faults.add({ kind, match: { operation: 'git' }, times: 9 });
    await expect(remoteGit('ls-remote', address(fleet))).rejects.toThrow();
    expect(fleet.hub.gitRequests.list().at(-1)?.status).toBe(status);
    fleet.hub.faults.clear();
    expect(await remoteGit('ls-remote', address(fleet))).toContain('refs/heads/main');
  });

  it('cuts a clone in its middle and answers late', async () => {
    const fleet = await hostedFleet();
    fleet.push('main', { big: `${'0123456789'.repeat(5000)}\n` });
    const copy = join(fleet.work, '../copy');
    fleet.hub.faults.add({ kind: 'cut-after', match: { operation: 'git/fetch' } });
    await expect(remoteGit('clone', '--quiet', address(fleet), copy)).rejects.toThrow();
    fleet.hub.faults.add({ kind: 'slow', delayMillis: 100, match: { operation: 'git/info' } });
    const before = performance.now();
    await remoteGit('clone', '--quiet', address(fleet), copy);
    expect(performance.now() - before).toBeGreaterThan(95);
  });

  it('goes away alone, while the API stays', async () => {
    const fleet = await hostedFleet();
    const upAgain = fleet.hub.faults.down('git');
    await expect(remoteGit('ls-remote', address(fleet))).rejects.toThrow();
    expect((await fleet.get(REPO)).status).toBe(200);
    upAgain();
    expect(await remoteGit('ls-remote', address(fleet))).toContain('refs/heads/main');
  });
});
