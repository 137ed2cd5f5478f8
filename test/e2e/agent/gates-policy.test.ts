import { describe, expect, it } from 'vitest';
import { acceptHistory } from '../../../src/engine/agent/orders.ts';
import { type AgentFleet, agentFleet, chairs, fleetFiles } from '../../support/agent-fleet.ts';
import { approve, merge, ownRange, plannedPull, ranges } from './gate-stories.ts';

const FLEET_FILE = 'desired-state/fleet.yaml';

/** The file of the fleet with another policy. */
function policy(options: Parameters<typeof fleetFiles>[0]): Readonly<Record<string, string>> {
  return { [FLEET_FILE]: fleetFiles(options)[FLEET_FILE] ?? '' };
}

describe('the policy of the revision before judges a change', () => {
  it('also one that asks for no approvals any more, which holds from the next change on', async () => {
    const fleet = await agentFleet();
    const loosened = { ...policy({ approval: '{ required: 0 }' }), ...chairs(6) };
    const { number } = await fleet.propose('loosened', loosened);
    await fleet.hosts.alpha.pass();
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain('has 0 of 1 approvals');
    expect(ranges(fleet)).toEqual(['4', '4']);
    approve(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    fleet.push('main', chairs(7));
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['7', '7']);
  });

  it('also one that names its own reviewer', async () => {
    const fleet = await agentFleet();
    const loosened = { ...policy({ approval: '{ required: 1, by: [mallory] }' }), ...chairs(6) };
    const { number } = await fleet.propose('loosened', loosened);
    await fleet.hosts.alpha.pass();
    approve(fleet, number, 'mallory');
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain('mallory is not among those who may approve');
    approve(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('and the host may ask for more than the fleet does', async () => {
    const fleet = await agentFleet({
      approval: '{ required: 0 }',
      settings: { gates: { ...NO_GATES, minimumApprovals: 1 } },
    });
    const { number } = await plannedPull(fleet);
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain('has 0 of 1 approvals');
    expect(ranges(fleet)).toEqual(['4', '4']);
    approve(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });
});

const NO_GATES = {
  signatures: { required: false, allowedSignersFile: undefined, gnupgHome: undefined },
  minimumApprovals: 0,
  trustFirstRevision: false,
};

describe('the budget of the revision before bounds a change', () => {
  const tight = '  budget: { keys: 1 }\n';
  const wide = '  budget: { keys: 2 }\n';

  async function expectBlocked(fleet: AgentFleet, pull: number, head: string): Promise<void> {
    expect(fleet.statusOf(head, 'alpha')).toContain('blocked: DEV01, TOW01');
    expect(fleet.comment(pull)).toContain('2 keys would change, and the budget allows 1');
    approve(fleet, pull);
    const merged = await merge(fleet, pull);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: blocked/);
    expect(ranges(fleet)).toEqual(['4', '4']);
  }

  it('which is blocked in its plan and after its merge', async () => {
    const fleet = await agentFleet({ policy: tight });
    const { number, head } = await plannedPull(fleet);
    await expectBlocked(fleet, number, head);
  });

  it('also where it raises the budget for itself', async () => {
    const fleet = await agentFleet({ policy: tight });
    const { number, head } = await fleet.propose('raised', { ...policy({ policy: wide }), ...chairs(6) });
    await fleet.hosts.alpha.pass();
    await expectBlocked(fleet, number, head);
  });

  it('and a budget that was raised alone holds for the next one', async () => {
    const fleet = await agentFleet({ policy: tight });
    const raised = await fleet.propose('raised', policy({ policy: wide }));
    await fleet.hosts.alpha.pass();
    approve(fleet, raised.number);
    await merge(fleet, raised.number);
    await fleet.hosts.alpha.pass();
    const { number, head } = await plannedPull(fleet);
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^success: .*2 keys on 2 instances/);
    approve(fleet, number);
    await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('and what was too much at once goes through after the budget was raised behind it', async () => {
    const fleet = await agentFleet({ policy: tight });
    const { number, head } = await plannedPull(fleet);
    await expectBlocked(fleet, number, head);
    const raised = await fleet.propose('raised', policy({ policy: wide }));
    await fleet.hosts.alpha.pass();
    approve(fleet, raised.number);
    const tip = await merge(fleet, raised.number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: /);
  });
});

describe('the first revision of a host', () => {
  it('waits for an order, since nobody who was there before can vouch for it', async () => {
    const fleet = await agentFleet({ isFresh: true, files: ownRange('DEV01', 5) });
    const tip = fleet.git('rev-parse', 'main');
    const [end] = await fleet.passes();
    expect(end?.waiting).toEqual(['this host has not taken any revision yet']);
    expect(fleet.statusOf(tip, 'alpha')).toBe('failure: held: this host has not taken any revision yet');
    expect(ranges(fleet)).toEqual(['4', '4']);
    await acceptHistory(fleet.hosts.alpha.agent, tip, { by: 'root', reason: '' });
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['5', '4']);
    expect(fleet.statusOf(tip, 'beta')).toBe('failure: held: this host has not taken any revision yet');
  });

  it.each([
    ['its file trusts it', { approval: '{ required: 1, by: [alice] }', trustFirstRevision: true }],
    ['nobody has to approve anything', { approval: '{ required: 0 }', trustFirstRevision: false }],
  ])('is applied where %s', async (_, { approval, trustFirstRevision }) => {
    const fleet = await agentFleet({
      isFresh: true,
      approval,
      files: ownRange('DEV01', 5),
      settings: { gates: { ...NO_GATES, trustFirstRevision } },
    });
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '4']);
    expect(fleet.statusOf(fleet.git('rev-parse', 'main'), 'alpha')).toMatch(/^success: .* applied/);
  });
});
