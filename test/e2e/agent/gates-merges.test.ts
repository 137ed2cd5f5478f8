import { describe, expect, it } from 'vitest';
import { type AgentFleet, agentFleet, chairs } from '../../support/agent-fleet.ts';
import {
  approve,
  followMain,
  merge,
  ownRange,
  plannedPull,
  rangeIn,
  ranges,
  revert,
} from './gate-stories.ts';

/** One change for each server, all planned, each in files of its own. */
async function threePulls(fleet: AgentFleet): Promise<readonly [number, number, number]> {
  const first = await fleet.propose('dev', ownRange('DEV01', 5));
  const second = await fleet.propose('tow', ownRange('TOW01', 6));
  const third = await fleet.propose('hub', ownRange('HUB01', 7));
  await fleet.passes();
  return [first.number, second.number, third.number];
}

/** A merge of the head by hand, with a range that no head ever had. */
function evilMerge(fleet: AgentFleet, head: string): string {
  fleet.git('switch', '--quiet', '--create', 'evil', head);
  const tree = fleet.git('rev-parse', `${fleet.push('evil', ownRange('TOW01', 66))}^{tree}`);
  const commit = fleet.git('commit-tree', tree, '-p', 'main', '-p', head, '-m', 'a merge by hand');
  fleet.git('push', '--quiet', fleet.hub.bareRepository, `${commit}:refs/heads/by-hand`);
  return commit;
}

describe('what was reviewed is found again in what was merged', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('by %s, of three commits', async (method) => {
    const fleet = await agentFleet();
    fleet.push('three', ownRange('DEV01', 5));
    fleet.push('three', ownRange('TOW01', 6));
    const { number } = await fleet.propose('three', ownRange('HUB01', 7));
    await fleet.passes();
    const held = await merge(fleet, number, method);
    await fleet.passes();
    expect(fleet.statusOf(held, 'alpha')).toBe(`failure: held: pull request #${number} has 0 of 1 approvals`);
    expect(ranges(fleet)).toEqual(['4', '4']);
    approve(fleet, number);
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['5', '6']);
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('7');
    expect(fleet.statusOf(held, 'alpha')).toMatch(/applied, as approved$/);
    expect(fleet.statusOf(held, 'beta')).toMatch(/applied, as approved$/);
  });

  it('by a queue that merges two at once', async () => {
    const fleet = await agentFleet();
    const [first, second] = await threePulls(fleet);
    approve(fleet, first);
    approve(fleet, second);
    const tip = await fleet.hub.mergeQueue([first, second], 'bob');
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '6']);
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: .*2 keys on 2 instances applied/);
    expect(fleet.comment(first)).toContain('Merged and applied');
    expect(fleet.comment(second)).toContain('Merged and applied');
  });

  it('of three between two looks, up to the one that nobody reviewed', async () => {
    const fleet = await agentFleet();
    const [first, second, third] = await threePulls(fleet);
    approve(fleet, first);
    approve(fleet, third);
    const firstTip = await merge(fleet, first, 'squash');
    const secondTip = await merge(fleet, second, 'rebase');
    const thirdTip = await merge(fleet, third, 'merge');
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['5', '4']);
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('4');
    expect(fleet.statusOf(firstTip, 'alpha')).toMatch(/^success: .* applied, as approved$/);
    const held = `failure: held: pull request #${second} has 0 of 1 approvals`;
    expect(fleet.statusOf(secondTip, 'alpha')).toBe(held);
    expect(fleet.statusOf(thirdTip, 'alpha')).toBe(held);
    expect(fleet.comment(second)).toContain('but not applied');
    approve(fleet, second);
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['5', '6']);
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('7');
    expect(fleet.statusOf(thirdTip, 'alpha')).toMatch(/^success: /);
    expect(fleet.statusOf(thirdTip, 'beta')).toMatch(/^success: /);
  });

  it('though its base moved between the approval and the merge', async () => {
    const fleet = await agentFleet();
    const [first, second] = await threePulls(fleet);
    approve(fleet, first);
    approve(fleet, second);
    await merge(fleet, first);
    await fleet.hosts.alpha.pass();
    const tip = await merge(fleet, second, 'squash');
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '6']);
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: .* 1 key on 1 instance applied, as approved$/);
  });
});

describe('what was merged is not what was reviewed', () => {
  it('when the merge commit holds what no head had, until it is taken back', async () => {
    const fleet = await agentFleet();
    const before = fleet.git('rev-parse', 'main');
    const { number, head } = await plannedPull(fleet);
    approve(fleet, number);
    const commit = evilMerge(fleet, head);
    fleet.hub.pushMerge({ pull: number, by: 'bob', commit });
    followMain(fleet);
    await fleet.passes();
    const held = `held: what was merged for pull request #${number} is not what was reviewed, merged into its base`;
    expect(fleet.statusOf(commit, 'alpha')).toBe(`failure: ${held}`);
    expect(fleet.statusOf(commit, 'beta')).toBe(`failure: ${held}`);
    expect(fleet.comment(number)).toContain('held: `tree-differs`');
    expect(ranges(fleet)).toEqual(['4', '4']);
    const tip = await revert(fleet, before);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: in sync/);
    expect(ranges(fleet)).toEqual(['4', '4']);
  });

  it('as far as anybody can tell, when its head can not be had any more', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('gone', 6);
    approve(fleet, number);
    const merged = await merge(fleet, number, 'squash');
    const hub = (...args: readonly string[]) =>
      fleet.git('--git-dir', fleet.hub.bareRepository, 'update-ref', ...args);
    hub('-d', 'refs/heads/gone');
    hub('-d', `refs/pull/${number}/head`);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain("can't be fetched, so nobody knows what was reviewed");
    expect(ranges(fleet)).toEqual(['4', '4']);
    hub(`refs/pull/${number}/head`, head);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('when the merge was made of another commit of the branch than its head', async () => {
    const fleet = await agentFleet();
    const older = fleet.push('range-6', chairs(66));
    const { number, head } = await plannedPull(fleet);
    approve(fleet, number);
    const tree = fleet.git('rev-parse', `${older}^{tree}`);
    const commit = fleet.git('commit-tree', tree, '-p', 'main', '-p', head, '-m', 'an older tree');
    fleet.git('push', '--quiet', fleet.hub.bareRepository, `${commit}:refs/heads/odd`);
    fleet.hub.pushMerge({ pull: number, by: 'bob', commit });
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(commit, 'alpha')).toContain('is not what was reviewed');
    expect(ranges(fleet)).toEqual(['4', '4']);
  });
});
