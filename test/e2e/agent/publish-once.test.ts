import { describe, expect, it } from 'vitest';
import { agentFleet, chairs } from '../../support/agent-fleet.ts';
import { approveAndMerge, repeatedStatuses, settle, writesDuring } from './publish-rig.ts';

const EDITED = 'range: 9\nsound: true\n';

describe('what is published', () => {
  it('is written once: after each step of the loop further passes write nothing', async () => {
    const fleet = await agentFleet();
    const quietPasses = () => writesDuring(fleet, () => fleet.passes());
    expect(await quietPasses()).toEqual([]);

    const { number, head } = await fleet.propose('wider', 6);
    await settle(fleet);
    const planned = fleet.comment(number);
    expect(await quietPasses()).toEqual([]);
    fleet.hub.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
    expect(await quietPasses()).toEqual([]);
    expect(fleet.comment(number)).toBe(planned);

    const merged = await fleet.hub.merge({ pull: number, by: 'bob', method: 'squash' });
    await settle(fleet);
    expect(fleet.comment(number)).toContain('Merged and applied, as approved');
    expect(await quietPasses()).toEqual([]);

    fleet.hosts.beta.edit('HUB01', EDITED);
    await settle(fleet);
    expect(fleet.statusOf(merged, 'beta')).toBe('failure: drift: 1 key on 1 instance: HUB01');
    expect(await quietPasses()).toEqual([]);

    expect(fleet.hub.commentsOf(number)).toHaveLength(1);
    expect([...repeatedStatuses(fleet, head), ...repeatedStatuses(fleet, merged)]).toEqual([]);
    for (const { statuses } of fleet.hub.deploymentsOf(merged)) {
      const said = statuses.map(({ state, description }) => `${state} ${description}`);
      expect(said).toEqual([...new Set(said)]);
    }
  });

  it('has one more write for each thing that changed, on the host that it changed for', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await settle(fleet);
    fleet.hosts.beta.edit('HUB01', 'range: 4\nsound: false\nmax: 10\n');
    const writes = await writesDuring(fleet, () => fleet.passes());
    expect(writes.toSorted()).toEqual([
      'issues/create',
      'issues/update-comment',
      'repos/create-commit-status',
      'repos/create-commit-status',
    ]);
    expect(fleet.comment(number)).toContain('Edited on the servers: 1 key');
    expect(await writesDuring(fleet, () => fleet.passes())).toEqual([]);
  });

  it('survives the memory of the agents: after a restart in the middle of the loop nothing is said again', async () => {
    const fleet = await agentFleet();
    const restart = async () => {
      for (const host of Object.values(fleet.hosts)) await host.restart();
    };
    const { number, head } = await fleet.propose('wider', 6);
    await settle(fleet);
    await restart();
    expect(await writesDuring(fleet, () => fleet.passes())).toEqual([]);
    const merged = await approveAndMerge(fleet, number);
    await fleet.hosts.alpha.pass();
    await restart();
    await settle(fleet);
    await restart();
    expect(await writesDuring(fleet, () => fleet.passes())).toEqual([]);
    expect([...repeatedStatuses(fleet, head), ...repeatedStatuses(fleet, merged)]).toEqual([]);
    expect(fleet.hosts.beta.live('HUB01')).toContain('range: 6');
  });

  it('costs nothing while a commit is held, a pull request has mistakes and an issue is open', async () => {
    const fleet = await agentFleet();
    const { head } = await fleet.propose('mistaken', {
      'desired-state/variables/fleet.yaml': 'variables: { lower: 1 }\n',
    });
    const pushed = fleet.push('main', chairs(7));
    fleet.hosts.alpha.edit('TOW01', EDITED);
    await settle(fleet);
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^failure: 1 mistake, first in /);
    expect(fleet.statusOf(pushed, 'beta')).toMatch(/^failure: held: commit .* without a pull request$/);
    expect(fleet.hub.checksOf(head).map(({ name }) => name)).toEqual(['homeamp/alpha', 'homeamp/beta']);
    const before = fleet.hub.requests.list().length;
    for (let pass = 0; pass < 5; pass += 1) await fleet.passes();
    const asked = fleet.hub.requests.list().slice(before);
    expect(asked.filter(({ isWrite, counted }) => isWrite || counted)).toEqual([]);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 4');
  });
});
