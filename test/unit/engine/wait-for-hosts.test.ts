import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../../src/core/model/desired-state.ts';
import { type Instance, instanceIdOf } from '../../../src/core/model/instance.ts';
import { CAREFUL_ACTIVATION } from '../../../src/core/model/policy.ts';
import { waitForHosts } from '../../../src/engine/agent/wait-for-hosts.ts';
import { sampleInstance } from '../../support/model-samples.ts';

function hub(host: string, more: Partial<Instance> = {}): Instance {
  const name = 'HUB01';
  return { ...sampleInstance(name), id: instanceIdOf(host, name), host, name, groups: ['hub'], ...more };
}

function fleetOf(instances: readonly Instance[], keepUp: readonly string[] = ['hub']): Fleet {
  return {
    hosts: new Map(),
    services: new Map(),
    groups: ['hub', 'lobby'],
    stages: ['dev', 'production'],
    instances: new Map(instances.map((instance) => [instance.id, instance])),
    policy: {
      approval: { required: 1, by: [] },
      drift: 'report',
      driftByHost: new Map(),
      driftByGroup: new Map(),
      driftByInstance: new Map(),
      driftByPlugin: new Map(),
      activation: CAREFUL_ACTIVATION,
      activationByHost: new Map(),
      activationByGroup: new Map(),
      activationByInstance: new Map(),
      keepUp,
      soakMillisByStage: new Map(),
      suspensions: [],
      budget: { instances: undefined, keys: undefined },
    },
  };
}

/** What the instance waits for while these hosts are done with the stage. */
async function message(instance: Instance, fleet: Fleet, done: readonly string[] = []) {
  const missingOf = async (_: string, hosts: readonly string[]) =>
    hosts.filter((host) => !done.includes(host));
  return (await waitForHosts({ missingOf }, fleet, instance))?.message;
}

describe('a member of a group that is kept up on several hosts', () => {
  const [alpha, beta, gamma] = [hub('alpha'), hub('beta'), hub('gamma')];
  const fleet = fleetOf([gamma, beta, alpha]);

  it('waits for every host before its own, by name', async () => {
    expect(await message(gamma, fleet)).toBe('another server of hub must be up: alpha first');
    expect(await message(gamma, fleet, ['alpha'])).toBe('another server of hub must be up: beta first');
    expect(await message(gamma, fleet, ['alpha', 'beta'])).toBeUndefined();
    expect(await message(beta, fleet, ['gamma'])).toBe('another server of hub must be up: alpha first');
    expect(await message(alpha, fleet)).toBeUndefined();
  });

  it('says what holds it as a stage does, so that nothing else of it goes on', async () => {
    const reason = await waitForHosts({ missingOf: async (_, hosts) => hosts }, fleet, beta);
    expect(reason?.code).toBe('stage');
  });

  it.each<[string, Partial<Instance>]>([
    ['of another stage', { stage: 'dev' }],
    ['without a stage', { stage: undefined }],
    ['of another group', { groups: ['lobby'] }],
    ['that nobody manages', { managed: false }],
  ])('does not wait for one %s', async (_, more) => {
    expect(await message(beta, fleetOf([hub('alpha', more), beta]))).toBeUndefined();
  });

  it('does not wait where the fleet does not keep its group up, or it has no stage', async () => {
    expect(await message(beta, fleetOf([alpha, beta], ['lobby']))).toBeUndefined();
    const loose = [hub('alpha', { stage: undefined }), hub('beta', { stage: undefined })] as const;
    expect(await message(loose[1], fleetOf(loose))).toBeUndefined();
  });

  it('waits for the hosts of each of its groups', async () => {
    const both = hub('beta', { groups: ['hub', 'lobby'] });
    const lobby = hub('alpha', { groups: ['lobby'] });
    expect(await message(both, fleetOf([lobby, both], ['hub', 'lobby']))).toBe(
      'another server of lobby must be up: alpha first',
    );
  });
});
