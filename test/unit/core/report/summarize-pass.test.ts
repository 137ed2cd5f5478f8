import { describe, expect, it } from 'vitest';
import type { HeldKey, InstancePlan, KeyChange, Plan } from '../../../../src/core/model/plan.ts';
import type { InstanceFacts } from '../../../../src/core/report/summarize-instance.ts';
import { isAnythingDifferent, summarizePass } from '../../../../src/core/report/summarize-pass.ts';
import { desiredKey, filePlan, gone, have, instancePlan, want } from '../../../support/model-samples.ts';

const OLD01 = {
  folder: 'OLD01',
  module: 'minecraft',
  platform: 'paper',
  friendlyName: 'Old survival',
  reason: null,
} as const;
const NO_FACTS: InstanceFacts = { activation: { kind: 'none' } };

function summarize(instances: readonly InstancePlan[], facts: InstanceFacts = NO_FACTS) {
  const plan: Plan = {
    id: 'd'.repeat(64),
    host: 'hetzner-xeon',
    revision: { kind: 'files', digest: 'f'.repeat(64) },
    instances,
  };
  return summarizePass({
    plan,
    unknownFolders: [OLD01],
    registryTroubles: ['AMP says nothing'],
    version: '1.2.3',
    suspensions: [],
    steersServers: false,
    factsOf: () => facts,
  });
}

const stateOf = (plan: InstancePlan, facts?: InstanceFacts) => {
  const [instance] = summarize([plan], facts).instances;
  return [instance?.state, instance?.reason?.code ?? null];
};

const change = (verdict: KeyChange['verdict']): KeyChange => ({
  key: desiredKey('a.b', want(1n)),
  verdict,
  live: have(2n),
});
const held = (verdict: KeyChange['verdict'], reason: HeldKey['reason']): HeldKey => ({
  ...change(verdict),
  reason,
  detail: undefined,
});
const planWith = (files: Parameters<typeof filePlan>[1]) => instancePlan([filePlan([], files)]);

describe('the state of an instance', () => {
  it('is InSync when nothing is planned, and when values are only to be recorded', () => {
    expect(stateOf(instancePlan([]))).toEqual(['InSync', null]);
    expect(stateOf(planWith({ converged: [desiredKey('a', want(1n))] }))).toEqual(['InSync', null]);
  });

  it('is Pending when Git moved or the key was never adopted', () => {
    expect(stateOf(instancePlan([filePlan([change('pending')])]))).toEqual(['Pending', 'pending']);
    expect(stateOf(instancePlan([filePlan([change('unadopted')])]))).toEqual(['Pending', 'pending']);
  });

  it('is Suspended when somebody paused the instance, with or without changes', () => {
    const blocked = { code: 'suspended', message: 'suspended by alice: Tournament', help: 'Resume it.' };
    expect(stateOf({ ...instancePlan([]), blocked })).toEqual(['Suspended', 'suspended']);
    const changed = { ...instancePlan([filePlan([change('pending')])]), blocked };
    expect(stateOf(changed)).toEqual(['Suspended', 'suspended']);
    expect(isAnythingDifferent(summarize([changed]))).toBe(true);
    expect(isAnythingDifferent(summarize([{ ...instancePlan([]), blocked }]))).toBe(false);
  });

  it('is Suspended when all that is left is held with its plugin, and not when a person must act', () => {
    const paused = { ...held('pending', 'suspended'), detail: 'suspended by alice: Tournament' };
    const [instance] = summarize([planWith({ held: [paused] })]).instances;
    expect(instance?.state).toBe('Suspended');
    expect(instance?.reason?.message).toBe('the plugin CMI is suspended by alice: Tournament');
    const secret = held('pending', 'secret-unresolved');
    expect(stateOf(planWith({ held: [paused, secret] }))).toEqual(['Blocked', 'secret-unresolved']);
    expect(stateOf(instancePlan([filePlan([change('pending')], { held: [paused] })]))).toEqual([
      'Pending',
      'pending',
    ]);
  });

  it('is Drifted when live was edited, be it reported or about to be healed', () => {
    expect(stateOf(planWith({ held: [held('drifted', 'drift-reported')] }))).toEqual(['Drifted', 'drifted']);
    expect(stateOf(instancePlan([filePlan([change('drifted')])]))).toEqual(['Drifted', 'drifted']);
    expect(stateOf(planWith({ held: [held('conflicting', 'conflict')] }))).toEqual([
      'Drifted',
      'conflicting',
    ]);
  });

  it('is Blocked with the reason that the plan gives', () => {
    const blocked = { code: 'budget', message: 'too much', help: 'less' };
    expect(stateOf({ ...instancePlan([filePlan([change('pending')])]), blocked })).toEqual([
      'Blocked',
      'budget',
    ]);
  });

  it('is Blocked by a missing secret, a refusing file or a missing plugin', () => {
    expect(stateOf(planWith({ held: [held('pending', 'secret-unresolved')] }))).toEqual([
      'Blocked',
      'secret-unresolved',
    ]);
    expect(stateOf(planWith({ held: [held('pending', 'not-editable')] }))).toEqual([
      'Blocked',
      'not-editable',
    ]);
    expect(stateOf(planWith({ finding: { kind: 'plugin-missing' } }))).toEqual(['Blocked', 'plugin-missing']);
  });

  it('is Failed when a file can not be read, since that is never a clean report', () => {
    const finding = { kind: 'unreadable', reason: 'a tab', line: 3, column: 1 } as const;
    expect(stateOf(planWith({ finding }))).toEqual(['Failed', 'unreadable']);
  });

  it('is AppliedNotLoaded when the process is older than its files', () => {
    expect(stateOf(instancePlan([]), { ...NO_FACTS, runsOldValues: true })).toEqual([
      'AppliedNotLoaded',
      'not-loaded',
    ]);
  });

  it('is InSync after an apply wrote every key, and Drifted when a held one is left', () => {
    const outcome = { kind: 'applied', id: 'x.1', files: 1, keys: 1, failure: null } as const;
    expect(stateOf(instancePlan([filePlan([change('pending')])]), { ...NO_FACTS, outcome })).toEqual([
      'InSync',
      null,
    ]);
    const left = { held: [held('drifted', 'drift-reported')] };
    expect(stateOf(instancePlan([filePlan([change('pending')], left)]), { ...NO_FACTS, outcome })).toEqual([
      'Drifted',
      'drifted',
    ]);
  });

  it('is Failed with the failure after an apply that failed', () => {
    const failure = { code: 'stale-plan', message: 'moved', help: 'plan again' };
    const outcome = { kind: 'failed', id: null, files: 0, keys: 0, failure } as const;
    expect(stateOf(instancePlan([filePlan([change('pending')])]), { ...NO_FACTS, outcome })).toEqual([
      'Failed',
      'stale-plan',
    ]);
  });
});

describe('a report', () => {
  it('lists every differing key with its place, its action and why it is held', () => {
    const remove: KeyChange = {
      key: desiredKey('old', { kind: 'absent' }),
      verdict: 'pending',
      live: have(true),
    };
    const report = summarize([
      instancePlan([filePlan([remove], { held: [held('drifted', 'drift-reported')] })]),
    ]);
    expect(report.instances[0]?.changes).toEqual([
      {
        instance: 'hetzner-xeon/TOW01',
        plugin: 'CMI',
        file: 'plugins/CMI/config.yml',
        key: 'old',
        verdict: 'pending',
        action: 'remove',
        live: { value: true },
        desired: { absent: true },
        origin: {
          layer: 'baseline',
          name: 'CMI',
          file: 'desired-state/baselines/CMI.md',
          line: 12,
          reason: null,
        },
        ampSetting: null,
        held: null,
      },
      expect.objectContaining({ key: 'a.b', held: { reason: 'drift-reported', detail: null } }),
    ]);
    expect(report.totals).toMatchObject({ instances: 1, changes: 1, held: 1 });
  });

  it('adds up states and counts over instances', () => {
    const counts = {
      'in-sync': 5,
      converged: 0,
      unadopted: 0,
      pending: 1,
      drifted: 0,
      conflicting: 0,
      unknown: 2,
    };
    const report = summarize([
      { ...instancePlan([filePlan([change('pending')])], 'A'), counts },
      { ...instancePlan([], 'B'), counts },
    ]);
    expect(report.totals.states).toMatchObject({ Pending: 1, InSync: 1, Failed: 0 });
    expect(report.totals.counts).toMatchObject({ inSync: 10, pending: 2, unknown: 4 });
    expect(report.unknownFolders).toEqual([OLD01]);
    expect(report.registryTroubles).toEqual(['AMP says nothing']);
  });

  it('differs unless every instance is in sync or only waits for its server', () => {
    expect(isAnythingDifferent(summarize([instancePlan([])]))).toBe(false);
    expect(isAnythingDifferent(summarize([instancePlan([])], { ...NO_FACTS, runsOldValues: true }))).toBe(
      false,
    );
    expect(isAnythingDifferent(summarize([planWith({ finding: { kind: 'plugin-missing' } })]))).toBe(true);
  });

  it('takes a missing file without a key to write for no difference', () => {
    const plan = planWith({ finding: { kind: 'missing' }, preImage: 'absent', postImage: 'absent' });
    expect(summarize([plan]).instances[0]?.findings).toHaveLength(1);
    expect(isAnythingDifferent(summarize([plan]))).toBe(false);
  });

  it('shows what a new file begins with as absent', () => {
    const created = { ...change('unadopted'), live: gone };
    expect(summarize([instancePlan([filePlan([created])])]).instances[0]?.changes[0]?.live).toEqual({
      absent: true,
    });
  });
});
