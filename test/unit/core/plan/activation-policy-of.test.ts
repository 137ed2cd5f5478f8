import { describe, expect, it } from 'vitest';
import { type Instance, type InstanceId, instanceIdOf } from '../../../../src/core/model/instance.ts';
import {
  CAREFUL_ACTIVATION,
  type FleetPolicy,
  type PartialActivation,
} from '../../../../src/core/model/policy.ts';
import { activationPolicyOf } from '../../../../src/core/plan/activation-policy-of.ts';

const NOTHING: FleetPolicy = {
  approval: { required: 1, by: [] },
  drift: 'report',
  driftByHost: new Map(),
  driftByGroup: new Map(),
  driftByInstance: new Map(),
  driftByPlugin: new Map(),
  activation: { ...CAREFUL_ACTIVATION, maxDelayMillis: 1 },
  activationByHost: new Map(),
  activationByGroup: new Map(),
  activationByInstance: new Map(),
  keepUp: [],
  soakMillisByStage: new Map(),
  suspensions: [],
  budget: { instances: undefined, keys: undefined },
};

const SMP01: Instance = {
  id: instanceIdOf('frost', 'SMP01') as InstanceId,
  host: 'frost',
  name: 'SMP01',
  platform: 'paper',
  managed: true,
  stage: undefined,
  groups: ['survival', 'dev'],
  aliases: [],
};

const delay = (maxDelayMillis: number): PartialActivation => ({ maxDelayMillis });

describe('the activation of an instance', () => {
  it('is the fleet’s where no scope says more', () => {
    expect(activationPolicyOf(NOTHING, SMP01)).toEqual(NOTHING.activation);
    const elsewhere = { ...NOTHING, activationByHost: new Map([['ember', delay(2)]]) };
    expect(activationPolicyOf(elsewhere, SMP01)).toEqual(NOTHING.activation);
  });

  it('is the narrowest scope’s: host, then the groups in the fleet’s order, then the instance', () => {
    const host = { ...NOTHING, activationByHost: new Map([['frost', delay(2)]]) };
    expect(activationPolicyOf(host, SMP01).maxDelayMillis).toBe(2);
    // The map's order is the file's, which does not count.
    const groups = {
      ...host,
      activationByGroup: new Map([
        ['dev', delay(4)],
        ['survival', delay(3)],
      ]),
    };
    expect(activationPolicyOf(groups, SMP01).maxDelayMillis).toBe(4);
    const instance = { ...groups, activationByInstance: new Map([['frost/SMP01', delay(5)]]) };
    expect(activationPolicyOf(instance, SMP01).maxDelayMillis).toBe(5);
  });

  it('overrides only the fields that a scope names, those of countdown and health one by one', () => {
    const policy: FleetPolicy = {
      ...NOTHING,
      activationByHost: new Map([['frost', { restart: { kind: 'now' }, health: { watchMillis: 7 } }]]),
      activationByGroup: new Map([['dev', { countdown: { milestonesMillis: [] }, backup: 'amp' }]]),
      activationByInstance: new Map([
        ['frost/SMP01', { countdown: { command: 'alert {message}' }, maxDelayMillis: undefined }],
      ]),
    };
    expect(activationPolicyOf(policy, SMP01)).toEqual({
      ...CAREFUL_ACTIVATION,
      restart: { kind: 'now' },
      maxDelayMillis: undefined,
      countdown: { ...CAREFUL_ACTIVATION.countdown, milestonesMillis: [], command: 'alert {message}' },
      backup: 'amp',
      health: { ...CAREFUL_ACTIVATION.health, watchMillis: 7 },
    });
  });
});
