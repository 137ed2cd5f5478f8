import { describe, expect, it } from 'vitest';
import { agentFleet, chairs, shaOf } from '../../support/agent-fleet.ts';
import { approve, followMain, merge, ownRange, plannedPull, ranges } from './gate-stories.ts';

const FILE = 'desired-state/variables/fleet.yaml';
const BROKEN = { [FILE]: 'variables: { RANGE: "{{MISSING}}" }\n' };
const MENDED = { [FILE]: 'variables: { RANGE: 6 }\n' };

describe('a pull request from a fork', () => {
  it('gets no status, no comment and no plan, and nothing of it is fetched', async () => {
    const fleet = await agentFleet();
    const before = fleet.hub.gitRequests.list().length;
    const { number, head } = await fleet.propose('theirs', 6, { author: 'mallory', fork: true });
    await fleet.passes();
    await fleet.passes();
    expect(fleet.statusesOf(head)).toEqual([]);
    expect(fleet.hub.commentsOf(number)).toEqual([]);
    for (const { agent } of Object.values(fleet.hosts)) {
      await expect(agent.history.commit(shaOf(head))).rejects.toThrow('lacks a commit');
    }
    const asked = fleet.hub.gitRequests.list().slice(before);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ operation }) => operation === 'git/fetch')).toEqual([]);
  });

  it('is applied after its merge when somebody who may approves it, and says that nobody saw its plan', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('theirs', 6, { author: 'mallory', fork: true });
    await fleet.hosts.alpha.pass();
    const merged = await merge(fleet, number, 'squash');
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain('has 0 of 1 approvals');
    approve(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/applied, planned anew$/);
  });
});

describe('an open pull request', () => {
  it('is planned though it is a draft', async () => {
    const fleet = await agentFleet();
    const head = fleet.push('draft', chairs(6));
    const number = await fleet.hub.openPull({ head: 'draft', author: 'bob', draft: true });
    await fleet.passes();
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^success: plan .*2 keys on 2 instances/);
    expect(fleet.statusOf(head, 'beta')).toMatch(/^success: plan .*1 key on 1 instance/);
    expect(fleet.comment(number)).toContain('+ range: 6');
  });

  it('that touches nothing of homeamp succeeds without a comment and needs no approval', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('words', { 'README.md': 'better words\n' });
    await fleet.passes();
    expect(fleet.statusesOf(head)).toEqual([
      'alpha success: changes nothing that homeamp manages',
      'beta success: changes nothing that homeamp manages',
    ]);
    expect(fleet.hub.commentsOf(number)).toEqual([]);
    const merged = await merge(fleet, number);
    const [end] = await fleet.passes();
    expect(end?.waiting).toEqual([]);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: in sync/);
    expect(fleet.hub.commentsOf(number)).toEqual([]);
  });

  it('that is in conflict with its base says where, and is planned once it is brought up to date', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('late', 6);
    const other = await fleet.propose('early', 5);
    approve(fleet, other.number);
    await merge(fleet, other.number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(head, 'alpha')).toBe(
      'failure: merge conflict with the base branch, first in desired-state/baselines/Chairs.md',
    );
    expect(fleet.comment(number)).toContain("can't be merged into");
    fleet.git('switch', '--quiet', 'late');
    fleet.git('merge', '--quiet', '--strategy-option=ours', 'main');
    const newest = fleet.push('late', {});
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(newest, 'alpha')).toMatch(/^success: plan .*2 keys on 2 instances/);
    expect(fleet.comment(number)).toContain('- range: 5\n+ range: 6');
  });
});

describe('mistakes in the repository', () => {
  it('fail the status of their pull request, stand in its comment and beside their lines', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('broken', BROKEN);
    await fleet.passes();
    expect(fleet.statusOf(head, 'alpha')).toBe(`failure: 1 mistake, first in ${FILE}:1`);
    expect(fleet.comment(number)).toContain(`${FILE}:1`);
    expect(fleet.comment(number)).toContain('MISSING');
    expect(fleet.hub.checksOf(head).map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['homeamp/alpha', 'failure'],
      ['homeamp/beta', 'failure'],
    ]);
    expect(fleet.hub.checksOf(head)[0]?.annotations).toMatchObject([
      { title: 'undeclared-variable', path: FILE, start_line: 1, annotation_level: 'failure' },
      { title: 'unused-variable', path: FILE, start_line: 1, annotation_level: 'warning' },
    ]);
  });

  it('are told without annotations where checks may not be written', async () => {
    const fleet = await agentFleet({ hub: { checks: false } });
    const { number, head } = await fleet.propose('broken', BROKEN);
    const ends = await fleet.passes();
    expect(ends.map(({ isOk }) => isOk)).toEqual([true, true]);
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^failure: 1 mistake/);
    expect(fleet.comment(number)).toContain('MISSING');
    expect(fleet.hub.checksOf(head)).toEqual([]);
    const asked = fleet.hub.requests.list().length;
    await fleet.passes();
    const again = fleet.hub.requests.list().slice(asked);
    expect(again.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('that are merged leave the last good revision in force and watched, until a mended one follows', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('broken', { ...BROKEN, ...chairs(9) });
    await fleet.hosts.alpha.pass();
    approve(fleet, number);
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: 1 mistake, first in /);
    expect(ranges(fleet)).toEqual(['4', '4']);
    fleet.hosts.alpha.edit('DEV01', 'range: 5\nsound: true\n');
    await fleet.hosts.alpha.pass();
    expect(fleet.hub.issues().map(({ state }) => state)).toEqual(['open']);
    expect(ranges(fleet)).toEqual(['5', '4']);
    fleet.hosts.alpha.edit('DEV01', 'range: 4\nsound: true\n');
    const mended = await fleet.propose('mended', { ...MENDED, ...ownRange('TOW01', 7) });
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(mended.head, 'alpha')).toMatch(/^success: plan /);
    approve(fleet, mended.number);
    const tip = await merge(fleet, mended.number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: .*applied, as approved$/);
    expect(ranges(fleet)).toEqual(['9', '7']);
    expect(fleet.hub.issues().map(({ state }) => state)).toEqual(['closed']);
  });

  it('that are merged past the review are not even taken', async () => {
    const fleet = await agentFleet();
    const pushed = fleet.push('main', BROKEN);
    const end = await fleet.hosts.alpha.pass();
    expect(end.waiting).toEqual([`commit ${pushed.slice(0, 12)} came to the branch without a pull request`]);
    followMain(fleet);
    const { number } = await plannedPull(fleet);
    expect(fleet.comment(number)).toContain('MISSING');
  });
});

describe('a pass that was asked for pull requests alone', () => {
  it('answers them on the newest base, and takes and writes nothing', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    const merged = await merge(fleet, number);
    const next = await fleet.propose('next', 9);
    const end = await alpha.pass('pulls');
    expect(end).toMatchObject({ isOk: true, states: { InSync: 2 } });
    expect(ranges(fleet)).toEqual(['4', '4']);
    expect(fleet.statusOf(merged, 'alpha')).toBeUndefined();
    expect(fleet.statusOf(next.head, 'alpha')).toMatch(/^success: plan /);
    await alpha.pass('repository');
    expect(ranges(fleet)).toEqual(['6', '6']);
  });
});
