import { describe, expect, it } from 'vitest';
import { agentFleet } from '../../support/agent-fleet.ts';

describe('the pull request loop', () => {
  it('plans on both hosts, waits for the approval, applies the merge everywhere and says so', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('wider', 6);
    await fleet.passes();
    expect(fleet.statusOf(head, 'alpha')).toMatch(
      /^success: plan [0-9a-f]{12}: 2 keys on 2 instances, restart 2$/,
    );
    expect(fleet.statusOf(head, 'beta')).toMatch(
      /^success: plan [0-9a-f]{12}: 1 key on 1 instance, restart 1$/,
    );
    expect(fleet.comment(number)).toContain('- range: 4\n+ range: 6');
    fleet.hub.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
    const merged = await fleet.hub.merge({ pull: number, by: 'bob', method: 'merge' });
    await fleet.passes();
    expect(fleet.hosts.alpha.live('DEV01')).toBe('# kept by people\nrange: 6\nsound: true\nmax: 10\n');
    expect(fleet.hosts.alpha.live('TOW01')).toContain('range: 6');
    expect(fleet.hosts.beta.live('HUB01')).toContain('range: 6');
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      /^success: plan .* 2 keys on 2 instances applied, as approved$/,
    );
    expect(fleet.comment(number)).toContain('Merged and applied, as approved');
    const deployments = fleet.hub.deploymentsOf(merged);
    expect(deployments.map(({ environment, statuses }) => [environment, statuses.at(-1)?.state])).toEqual([
      ['dev', 'success'],
      ['production', 'success'],
    ]);
    const used = new Set(fleet.hub.requests.list().map(({ operation }) => operation));
    console.log(`operations of GitHub's API that the loop used: ${[...used].sort().join(', ')}`);
    expect([...used].filter((operation) => !fleet.hub.operations.includes(operation))).toEqual([]);
    expect(used).toContain('pulls/list-reviews');
    expect(fleet.hub.violations).toEqual([]);
  });
});
