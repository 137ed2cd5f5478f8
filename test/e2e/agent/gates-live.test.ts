import { describe, expect, it } from 'vitest';
import { createPasses, type Passes } from '../../../src/engine/agent/run-pass.ts';
import type { Forge } from '../../../src/ports/forge.ts';
import { REPO } from '../../integration/stand-ins/hosted-fleet.ts';
import { type AgentFleet, agentFleet, chairs } from '../../support/agent-fleet.ts';
import { approve, merge, ownRange, plannedPull, ranges } from './gate-stories.ts';

const EVERYTHING = new Set(['repository', 'pulls', 'scan'] as const);
/** A forge tells times by the second. */
const NEXT_SECOND_MILLIS = 1100;

const live = (range: number) => `# kept by people\nrange: ${range}\nsound: true\nmax: 10\n`;

/** Alpha's passes, where something happens between the list of pull requests and what is done with it. */
function passesWith(fleet: AgentFleet, meanwhile: () => Promise<void>): Passes {
  const { agent } = fleet.hosts.alpha;
  const changes: Forge['changes'] = {
    ...agent.forge.changes,
    async listOpen(branch) {
      const open = await agent.forge.changes.listOpen(branch);
      await meanwhile();
      return open;
    },
  };
  return createPasses({ ...agent, forge: { ...agent.forge, changes } });
}

describe('a live file that moves between the approval and the apply', () => {
  it('is planned anew and not overwritten where both sides changed, while the others get what was approved', async () => {
    const fleet = await agentFleet();
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    fleet.hosts.alpha.edit('TOW01', live(5));
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.hosts.alpha.live('DEV01')).toBe(live(6));
    expect(fleet.hosts.alpha.live('TOW01')).toBe(live(5));
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/1 key on 1 instance applied, planned anew$/);
    expect(fleet.comment(number)).toContain(
      'Planned anew, because the server moved since the approval: `TOW01`.',
    );
    fleet.hosts.alpha.edit('TOW01', live(4));
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('is not overwritten either when a later plan, which nobody approved, has shown it', async () => {
    const fleet = await agentFleet();
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    await new Promise((resolve) => setTimeout(resolve, NEXT_SECOND_MILLIS));
    fleet.hosts.alpha.edit('TOW01', live(5));
    await fleet.hosts.alpha.pass();
    expect(fleet.comment(number)).toContain('- range: 5\n+ range: 6');
    await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '5']);
    approve(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '5']);
  });

  it('is overwritten when the approved plan showed that very value', async () => {
    const fleet = await agentFleet();
    fleet.hosts.alpha.edit('TOW01', live(5));
    const { number } = await plannedPull(fleet);
    expect(fleet.comment(number)).toContain('- range: 5\n+ range: 6');
    approve(fleet, number);
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/2 keys on 2 instances applied, as approved$/);
  });

  it('is not overwritten when the approved plan showed another value', async () => {
    const fleet = await agentFleet();
    fleet.hosts.alpha.edit('TOW01', live(5));
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    fleet.hosts.alpha.edit('TOW01', live(55));
    await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '55']);
  });

  it('is applied as approved when only a key of the server itself was edited since', async () => {
    const fleet = await agentFleet();
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    fleet.hosts.alpha.edit('TOW01', live(4).replace('max: 10', 'max: 11'));
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.hosts.alpha.live('TOW01')).toBe(live(6).replace('max: 10', 'max: 11'));
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/2 keys on 2 instances applied, as approved$/);
  });
});

describe('a pull request that moves while it is planned', () => {
  it.each([
    ['a commit is added', []],
    ['its commits are replaced', ['--amend']],
  ])('is planned by its newest head at the next pass when %s', async (_, options) => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('moving', 6);
    let newest = '';
    const passes = passesWith(fleet, async () => {
      if (newest !== '') return;
      fleet.push('scratch', chairs(7));
      fleet.git('switch', '--quiet', 'moving');
      fleet.git('checkout', 'scratch', '--', '.');
      fleet.git('commit', '--quiet', ...options, '-m', 'newer');
      fleet.git('push', '--quiet', '--force', fleet.hub.bareRepository, 'moving');
      newest = fleet.git('rev-parse', 'HEAD');
      await fleet.get(`${REPO}/pulls/${number}`);
    });
    const first = await passes.run(EVERYTHING, () => false);
    expect(first.isOk).toBe(true);
    expect(newest).not.toBe(head);
    expect(fleet.statusOf(newest, 'alpha')).toBeUndefined();
    await passes.run(EVERYTHING, () => false);
    expect(fleet.statusOf(newest, 'alpha')).toMatch(/^success: plan .*2 keys on 2 instances/);
    expect(fleet.comment(number)).toContain('- range: 4\n+ range: 7');
    expect(fleet.comment(number)).toContain(`for commit \`${newest.slice(0, 12)}\``);
  });

  it('is planned again when its base moves', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('tow', ownRange('TOW01', 6));
    const other = await fleet.propose('dev', ownRange('DEV01', 5));
    await fleet.hosts.alpha.pass();
    approve(fleet, other.number);
    const base = await merge(fleet, other.number);
    await fleet.hosts.alpha.pass();
    expect(fleet.comment(number)).toContain(
      `for commit \`${head.slice(0, 12)}\` merged into \`${base.slice(0, 12)}\``,
    );
  });
});
