import { describe, expect, it } from 'vitest';
import { acceptHistory, breakGlass } from '../../../src/engine/agent/orders.ts';
import { agentFleet, chairs, shaOf } from '../../support/agent-fleet.ts';
import { approve, followMain, merge, plannedPull, rangeIn, ranges, revert } from './gate-stories.ts';

describe('a commit that is pushed past all pull requests', () => {
  it('is blocked on every host until a revert takes it back, after which reviewed changes go on', async () => {
    const fleet = await agentFleet();
    const before = fleet.git('rev-parse', 'main');
    const pushed = fleet.push('main', chairs(9));
    await fleet.passes();
    for (const host of ['alpha', 'beta'] as const) {
      expect(fleet.statusOf(pushed, host)).toBe(
        `failure: held: commit ${pushed.slice(0, 12)} came to the branch without a pull request`,
      );
    }
    expect(ranges(fleet)).toEqual(['4', '4']);
    const reverted = await revert(fleet, before);
    await fleet.passes();
    expect(fleet.statusOf(reverted, 'alpha')).toMatch(/^success: in sync/);
    expect(fleet.statusOf(reverted, 'beta')).toMatch(/^success: in sync/);
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    const merged = await merge(fleet, number);
    await fleet.passes();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/applied, as approved$/);
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('6');
  });

  it('holds back reviewed changes on top of it as well', async () => {
    const fleet = await agentFleet();
    fleet.push('main', chairs(9, 'max: 12\n'));
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain('came to the branch without a pull request');
    expect(ranges(fleet)).toEqual(['4', '4']);
  });

  it('is blocked though it brings back what was approved once', async () => {
    const fleet = await agentFleet();
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    const pushed = fleet.push('main', chairs(4));
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(pushed, 'alpha')).toContain('came to the branch without a pull request');
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('is blocked though a pull request with it was approved, which went elsewhere or nowhere', async () => {
    const fleet = await agentFleet();
    fleet.git('push', '--quiet', fleet.hub.bareRepository, 'main:elsewhere');
    fleet.push('wide', chairs(6));
    const closed = await fleet.hub.openPull({ head: 'wide', author: 'bob' });
    approve(fleet, closed);
    fleet.hub.closePull(closed);
    const other = await fleet.hub.openPull({ head: 'wide', base: 'elsewhere', author: 'bob' });
    approve(fleet, other);
    const tip = await fleet.hub.merge({ pull: other, by: 'bob', method: 'merge' });
    fleet.git('--git-dir', fleet.hub.bareRepository, 'update-ref', 'refs/heads/main', tip);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(tip, 'alpha')).toContain('came to the branch without a pull request');
    expect(ranges(fleet)).toEqual(['4', '4']);
  });

  it('is applied where somebody breaks the glass, loudly, and on that host alone', async () => {
    const fleet = await agentFleet();
    const pushed = fleet.push('main', chairs(9));
    await fleet.passes();
    const order = { by: 'root', reason: 'lobby is down' };
    await breakGlass(fleet.hosts.alpha.agent, shaOf(pushed), order);
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['9', '9']);
    expect(fleet.statusOf(pushed, 'alpha')).toMatch(/^failure: break glass by root: lobby is down, plan /);
    expect(fleet.statusOf(pushed, 'beta')).toContain('held: ');
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('4');
    expect(fleet.hosts.alpha.said.filter((line) => line.startsWith('glass was broken'))).toEqual([
      `glass was broken ${JSON.stringify({ revision: pushed, ...order })}`,
    ]);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(pushed, 'alpha')).toMatch(/^failure: break glass by root/);
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: .* applied, as approved$/);
  });
});

describe('a branch that is rewritten', () => {
  it('freezes each host, which goes on looking for drift, until somebody there accepts the new history', async () => {
    const fleet = await agentFleet();
    const before = fleet.git('rev-parse', 'main');
    const { number } = await plannedPull(fleet, { range: 8 });
    approve(fleet, number);
    fleet.git('switch', '--quiet', 'main');
    fleet.git('commit', '--quiet', '--amend', '-m', 'another past');
    fleet.git('push', '--quiet', '--force', fleet.hub.bareRepository, 'main');
    const forced = fleet.push('main', chairs(9));
    await fleet.passes();
    for (const host of ['alpha', 'beta'] as const) {
      expect(fleet.statusOf(forced, host)).toBe(
        'failure: held: the branch was rewritten: the revision that this host has is no longer on it',
      );
    }
    fleet.hosts.alpha.edit('DEV01', 'range: 5\nsound: true\nmax: 10\n');
    const [end] = await fleet.passes();
    expect(end?.waiting).toEqual([
      'the branch was rewritten: the revision that this host has is no longer on it',
    ]);
    expect(fleet.hub.issues().map(({ state, body }) => [state, body.includes('DEV01')])).toEqual([
      ['open', true],
    ]);
    expect(fleet.statusOf(before, 'alpha')).toBe('failure: drift: 1 key on 1 instance: DEV01');
    expect(ranges(fleet)).toEqual(['5', '4']);
    fleet.hosts.alpha.edit('DEV01', 'range: 4\nsound: true\nmax: 10\n');
    await acceptHistory(fleet.hosts.alpha.agent, forced.slice(0, 12), { by: 'root', reason: '' });
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['9', '9']);
    expect(fleet.statusOf(forced, 'alpha')).toMatch(/^success: /);
    expect(fleet.statusOf(forced, 'beta')).toMatch(/^failure: held: the branch was rewritten/);
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('4');
    await acceptHistory(fleet.hosts.beta.agent, forced.slice(0, 12), { by: 'root', reason: '' });
    await fleet.hosts.beta.pass();
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('9');
  });

  it('opens by itself when the old history comes back', async () => {
    const fleet = await agentFleet();
    const before = fleet.git('rev-parse', 'main');
    fleet.git('commit', '--quiet', '--amend', '-m', 'another past');
    fleet.git('push', '--quiet', '--force', fleet.hub.bareRepository, 'main');
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(fleet.git('rev-parse', 'main'), 'alpha')).toContain('the branch was rewritten');
    fleet.git('push', '--quiet', '--force', fleet.hub.bareRepository, `${before}:main`);
    fleet.git('reset', '--quiet', '--hard', before);
    followMain(fleet);
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    await merge(fleet, number);
    const end = await fleet.hosts.alpha.pass();
    expect(end.waiting).toEqual([]);
    expect(ranges(fleet)).toEqual(['6', '6']);
  });
});
