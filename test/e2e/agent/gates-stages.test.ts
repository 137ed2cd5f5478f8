import { describe, expect, it } from 'vitest';
import { ApplyFailedError } from '../../../src/core/model/errors.ts';
import type { PassEnd } from '../../../src/engine/agent/pass-wants.ts';
import { createPasses } from '../../../src/engine/agent/run-pass.ts';
import { REPO, TOKEN } from '../../integration/stand-ins/hosted-fleet.ts';
import { type AgentFleet, agentFleet, type HostName } from '../../support/agent-fleet.ts';
import { approve, merge, ownRange, plannedPull, rangeIn, ranges } from './gate-stories.ts';

const EVERYTHING = new Set(['repository', 'pulls', 'scan'] as const);

/** A pass of a host that can't write to any of its servers. */
async function passThatFails(fleet: AgentFleet, host: HostName): Promise<PassEnd> {
  const { agent } = fleet.hosts[host];
  const over: typeof agent.over = (source) => {
    const parts = agent.over(source);
    const commit = () => {
      throw new ApplyFailedError('the disk is full', 'Make room on the disk.');
    };
    return { ...parts, writer: { ...parts.writer, commit } };
  };
  return createPasses({ ...agent, over }).run(EVERYTHING, () => false);
}

function hub01(fleet: AgentFleet): string {
  return rangeIn(fleet.hosts.beta.live('HUB01'));
}

/** Where each stage of a revision is. */
function stagesOf(fleet: AgentFleet, sha: string): readonly string[] {
  return fleet.hub
    .deploymentsOf(sha)
    .map(({ environment, statuses }) => `${environment} ${statuses.at(-1)?.state}`)
    .sort();
}

async function approvedMerge(fleet: AgentFleet): Promise<string> {
  const { number } = await plannedPull(fleet);
  await fleet.hosts.beta.pass();
  approve(fleet, number);
  return merge(fleet, number);
}

describe('the stages of a rollout over two hosts', () => {
  it('let production wait for dev on the other host, and follow by themselves', async () => {
    const fleet = await agentFleet();
    const merged = await approvedMerge(fleet);
    await fleet.hosts.beta.pass();
    expect(hub01(fleet)).toBe('4');
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^pending: blocked: HUB01/);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(hub01(fleet)).toBe('4');
    await fleet.hosts.beta.pass();
    expect(hub01(fleet)).toBe('6');
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^success: .*applied, as approved$/);
    expect(stagesOf(fleet, merged)).toEqual(['dev success', 'production success']);
  });

  it('are climbed although a commit that changes nothing comes in between', async () => {
    const fleet = await agentFleet();
    const merged = await approvedMerge(fleet);
    await fleet.hosts.alpha.pass();
    const { number } = await fleet.propose('words', { 'README.md': 'Words for people.\n' });
    const later = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    await fleet.hosts.beta.pass();
    expect(hub01(fleet)).toBe('6');
    expect(stagesOf(fleet, merged)).toEqual(['dev success', 'production success']);
    expect(stagesOf(fleet, later)).toEqual([]);
  });

  it('stop production on every host when dev fails, until dev is done', async () => {
    const fleet = await agentFleet();
    const merged = await approvedMerge(fleet);
    const end = await passThatFails(fleet, 'alpha');
    expect(end.isOk).toBe(false);
    await fleet.hosts.beta.pass();
    expect(ranges(fleet)).toEqual(['4', '4']);
    expect(hub01(fleet)).toBe('4');
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: .*failed: DEV01/);
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^pending: /);
    expect(fleet.comment(1)).toContain('`DEV01` failed. The disk is full. Make room on the disk.');
    expect(stagesOf(fleet, merged)).toContain('dev failure');
    await fleet.hosts.alpha.pass();
    await fleet.hosts.beta.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(hub01(fleet)).toBe('6');
    expect(stagesOf(fleet, merged)).toEqual(['dev success', 'production success']);
    await fleet.passes();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: /);
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^success: /);
  });

  it('wait while nobody can be asked how far the other host is', async () => {
    const fleet = await agentFleet();
    const merged = await approvedMerge(fleet);
    await fleet.hosts.alpha.pass();
    fleet.hub.faults.add({
      match: { operation: 'repos/list-deployments' },
      kind: 'server-error',
      times: 50,
    });
    await fleet.hosts.beta.pass();
    expect(hub01(fleet)).toBe('4');
    fleet.hub.faults.clear();
    await fleet.hosts.beta.pass();
    expect(hub01(fleet)).toBe('6');
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^success: /);
  });

  it('believe no other account that says how far a host is', async () => {
    const fleet = await agentFleet({ hub: { tokens: { [TOKEN]: 'fleet-bot', 'bob-token': 'bob' } } });
    const merged = await approvedMerge(fleet);
    const asBob = { token: 'bob-token' };
    const { body } = await fleet.call('POST', `${REPO}/deployments`, {
      ...asBob,
      body: { ref: merged, task: 'homeamp', environment: 'dev', auto_merge: false, required_contexts: [] },
    });
    const told = await fleet.call('POST', `${REPO}/deployments/${body.id}/statuses`, {
      ...asBob,
      body: { state: 'success', description: 'alpha: done' },
    });
    expect(told.status).toBe(201);
    await fleet.hosts.beta.pass();
    expect(hub01(fleet)).toBe('4');
    await fleet.passes();
    expect(hub01(fleet)).toBe('6');
  });

  it('tell every pull request that waited for them', async () => {
    const fleet = await agentFleet();
    const first = await fleet.propose('first', ownRange('HUB01', 7));
    const second = await fleet.propose('second', ownRange('DEV01', 5));
    await fleet.passes();
    for (const { number } of [first, second]) approve(fleet, number);
    const before = await merge(fleet, second.number);
    await passThatFails(fleet, 'alpha');
    await fleet.hosts.beta.pass();
    const tip = await merge(fleet, first.number);
    await fleet.hosts.beta.pass();
    expect(fleet.comment(first.number)).toContain('`HUB01` is blocked. Stage dev is not done on alpha.');
    await fleet.passes();
    expect([...ranges(fleet), hub01(fleet)]).toEqual(['5', '4', '7']);
    expect(fleet.comment(first.number)).toContain('`HUB01`: 1 key in 1 file');
    expect(fleet.comment(second.number)).toContain('`DEV01`: 1 key in 1 file');
    expect(fleet.comment(second.number)).not.toContain('failed');
    expect(fleet.statusOf(before, 'alpha')).toMatch(/^failure: .*failed: DEV01/);
    expect(fleet.statusOf(tip, 'alpha')).toMatch(/^success: /);
  });
});
