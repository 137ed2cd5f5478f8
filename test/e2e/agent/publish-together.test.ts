import { describe, expect, it } from 'vitest';
import { REPO } from '../../integration/stand-ins/hosted-fleet.ts';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';
import { approveAndMerge, repeatedStatuses, settle } from './publish-rig.ts';

const ROUNDS = 3;

function together({ hosts }: AgentFleet): Promise<unknown> {
  return Promise.all(Object.values(hosts).map((host) => host.pass()));
}

function stagesOf({ hub }: AgentFleet, sha: string): readonly string[] {
  return hub
    .deploymentsOf(sha)
    .map(({ environment, statuses }) => `${environment}: ${statuses.at(-1)?.state}`);
}

describe('two agents that always pass at the same moment', () => {
  it('leave one comment with both sections, and stages that end in success', async () => {
    const fleet = await agentFleet();
    for (let round = 1; round <= ROUNDS; round += 1) {
      fleet.git('switch', '--quiet', 'main');
      fleet.git('pull', '--quiet', fleet.hub.bareRepository, 'main');
      const { number, head } = await fleet.propose(`round-${round}`, 10 + round);
      await together(fleet);
      await together(fleet);
      expect(fleet.comment(number)).toMatch(/### `alpha`[\s\S]*### `beta`/);
      const merged = await approveAndMerge(fleet, number);
      for (let pass = 0; pass < 3; pass += 1) await together(fleet);
      await settle(fleet);
      expect(fleet.hub.commentsOf(number)).toHaveLength(1);
      expect(fleet.comment(number)).toMatch(/### `alpha`[\s\S]*applied[\s\S]*### `beta`[\s\S]*applied/);
      expect([...repeatedStatuses(fleet, head), ...repeatedStatuses(fleet, merged)]).toEqual([]);
      const stages = stagesOf(fleet, merged);
      expect([...new Set(stages)].toSorted()).toEqual(['dev: success', 'production: success']);
    }
  }, 60_000);

  it('say the same on both deployments when each has made one for a stage', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const merged = await approveAndMerge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(stagesOf(fleet, merged)).toEqual(['dev: success', 'production: in_progress']);
    const made = { ref: merged, task: 'homeamp', environment: 'production', auto_merge: false };
    const { body } = await fleet.call('POST', `${REPO}/deployments`, {
      body: { ...made, required_contexts: [] },
    });
    const status = { state: 'in_progress', description: 'beta: waits' };
    await fleet.call('POST', `${REPO}/deployments/${body.id}/statuses`, { body: status });
    await settle(fleet);
    expect(stagesOf(fleet, merged)).toEqual(['dev: success', 'production: success', 'production: success']);
  });
});
