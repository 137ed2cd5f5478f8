import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../../src/core/model/errors.ts';
import { failureOf, startGitHubRig } from './github-rig.ts';

describe('the limits of GitHub', () => {
  it('stop further requests until their end, and then let them through', async () => {
    const { standIn, forge, clock, commit } = await startGitHubRig();
    const sha = commit('main');
    standIn.faults.add({ kind: 'secondary-limit', retryAfterSeconds: 90 });
    const first = await failureOf(forge.statuses.set(sha, 'a', { state: 'success', description: '' }));
    expect(first).toMatchObject({ kind: 'transient', retryAfterMillis: 90_000 });
    standIn.requests.clear();
    clock.time += 30_000;
    const second = await failureOf(forge.changes.listOpen('main'));
    expect(second).toMatchObject({ kind: 'transient', retryAfterMillis: 60_000, message: first.message });
    expect(standIn.requests.list()).toEqual([]);
    clock.time += 60_000;
    expect(await forge.changes.listOpen('main')).toEqual([]);
  });

  it('refuse those who stand in line when the limit is met', async () => {
    const { standIn, forge } = await startGitHubRig();
    standIn.faults.add({ kind: 'primary-limit', retryAfterSeconds: 600 });
    const calls = ['a', 'b', 'c'].map((branch) => failureOf(forge.changes.listOpen(branch)));
    for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(TransientError);
    expect(standIn.requests.list()).toHaveLength(1);
  });

  it('are known from the last answer that used them up', async () => {
    const { standIn, forge, clock, told } = await startGitHubRig({ rateLimit: 1 });
    expect(await forge.changes.listOpen('main')).toEqual([]);
    expect(told.at(-1)).toMatchObject({ operation: 'pulls/list', status: 200, remaining: 0, result: 'ok' });
    expect(await failureOf(forge.changes.listOpen('main'))).toBeInstanceOf(TransientError);
    expect(standIn.requests.list()).toHaveLength(1);
    clock.time += 3_600_001;
    expect(await forge.changes.listOpen('main')).toEqual([]);
  });

  it('of an overloaded server count too', async () => {
    const { standIn, forge, clock } = await startGitHubRig();
    standIn.faults.add({ kind: 'secondary-limit', retryAfterSeconds: 5 });
    await failureOf(forge.changes.listOpen('main'));
    clock.time += 5_001;
    standIn.faults.add({ kind: 'server-error', status: 429 });
    expect(await failureOf(forge.changes.listOpen('main'))).toMatchObject({ retryAfterMillis: 60_000 });
  });

  it('are forgotten when the clock of the host is put back, and last an hour at most', async () => {
    const { standIn, forge, clock } = await startGitHubRig();
    standIn.faults.add({ kind: 'secondary-limit', retryAfterSeconds: 999_999 });
    expect(await failureOf(forge.changes.listOpen('main'))).toMatchObject({ retryAfterMillis: 3_600_000 });
    clock.time -= 86_400_000;
    expect(await forge.changes.listOpen('main')).toEqual([]);
  });
});

describe('requests to GitHub', () => {
  it('go one after the other in the order they were made', async () => {
    const { standIn, forge, commit, told } = await startGitHubRig();
    const sha = commit('main');
    standIn.faults.add({ kind: 'slow', delayMillis: 150 });
    await Promise.all([
      forge.changes.listOpen('main'),
      forge.statuses.set(sha, 'a', { state: 'pending', description: 'one' }),
      forge.statuses.set(sha, 'a', { state: 'success', description: 'two' }),
    ]);
    expect(told.map(({ operation }) => operation)).toEqual([
      'pulls/list',
      'repos/create-commit-status',
      'repos/create-commit-status',
    ]);
    expect(standIn.statusesOf(sha).map(({ description }) => description)).toEqual(['one', 'two']);
  });

  it('leave a gap between writes', async () => {
    const { createForge, commit } = await startGitHubRig();
    const sha = commit('main');
    const forge = createForge({ writeGapMillis: 300 });
    await forge.statuses.set(sha, 'a', { state: 'pending', description: '' });
    const start = performance.now();
    await forge.statuses.set(sha, 'a', { state: 'success', description: '' });
    // The gap begins when the first write ends, a moment before its answer is read.
    expect(performance.now() - start).toBeGreaterThan(250);
  });

  it('leave no gap before the first write or a read', async () => {
    const { createForge, commit } = await startGitHubRig();
    const sha = commit('main');
    const forge = createForge({ writeGapMillis: 600_000 });
    await forge.statuses.set(sha, 'a', { state: 'pending', description: '' });
    expect(await forge.statuses.latest(sha, 'a')).toEqual({ state: 'pending', description: '' });
  });
});
