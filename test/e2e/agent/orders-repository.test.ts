import { describe, expect, it } from 'vitest';
import { type AgentFleet, agentFleet, chairs } from '../../support/agent-fleet.ts';
import { approve, rangeIn, ranges } from './gate-stories.ts';
import { HOUR_MILLIS, lastReport, mergedChange, passesAt, settleFiles, statesOf } from './order-stories.ts';

describe('what the repository suspends', () => {
  const fleetYaml = (fleet: AgentFleet) => fleet.git('show', 'main:desired-state/fleet.yaml');
  const paused = (fleet: AgentFleet, entry: string) => ({
    'desired-state/fleet.yaml': `${fleetYaml(fleet).trimEnd()}\n  suspend:\n    - ${entry}\n`,
  });

  it('is left alone on every host until it is taken out, and names its line', async () => {
    const fleet = await agentFleet();
    const before = { 'desired-state/fleet.yaml': `${fleetYaml(fleet)}\n` };
    await mergedChange(fleet, paused(fleet, '{ fleet: true, reason: Tournament }'));
    await fleet.passes();
    const { number, sha } = await mergedChange(fleet);
    await fleet.passes();
    expect([...ranges(fleet), rangeIn(fleet.hosts.beta.live('HUB01'))]).toEqual(['4', '4', '4']);
    expect(fleet.statusOf(sha, 'beta')).toMatch(/^pending: .*suspended: HUB01/);
    expect(fleet.comment(number)).toMatch(/uspended by `desired-state\/fleet\.yaml:\d+`: Tournament/);
    const { instances } = await lastReport(fleet.hosts.beta);
    expect(instances[0]?.reason?.help).toMatch(
      /^Taking it out of policy\.suspend in desired-state\/fleet\.yaml:\d+ ends it\.$/,
    );
    await mergedChange(fleet, before);
    await fleet.passes();
    await fleet.passes();
    expect([...ranges(fleet), rangeIn(fleet.hosts.beta.live('HUB01'))]).toEqual(['6', '6', '6']);
  });

  it('is known in a steady pass after a restart of the agent, and ends by itself', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const until = new Date(Date.now() + HOUR_MILLIS).toISOString();
    await mergedChange(fleet, paused(fleet, `{ instances: [TOW01], reason: Tournament, until: "${until}" }`));
    await alpha.pass();
    await settleFiles(alpha);
    await alpha.restart();
    await alpha.pass('repository');
    expect(await statesOf(alpha)).toEqual(['DEV01 InSync', 'TOW01 Suspended']);
    const passes = passesAt(alpha, () => Date.parse(until));
    await passes.run(new Set(['repository']), () => false);
    expect(await statesOf(alpha)).toEqual(['DEV01 InSync', 'TOW01 InSync']);
  });

  it('is not lifted by a pull request that is not merged yet', async () => {
    const fleet = await agentFleet();
    const before = { ...chairs(6), 'desired-state/fleet.yaml': `${fleetYaml(fleet)}\n` };
    await mergedChange(fleet, paused(fleet, '{ hosts: [alpha], reason: Tournament }'));
    await fleet.passes();
    const { number } = await fleet.propose('lift', before);
    await fleet.passes();
    approve(fleet, number);
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['4', '4']);
    expect(await statesOf(fleet.hosts.alpha)).toEqual(['DEV01 Suspended', 'TOW01 Suspended']);
  });
});
