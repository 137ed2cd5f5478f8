import { describe, expect, it } from 'vitest';
import type { ActivationRule } from '../../../../src/core/model/baseline.ts';
import type { KeyVerdict } from '../../../../src/core/model/drift.ts';
import type { KeyChange } from '../../../../src/core/model/plan.ts';
import type { BudgetPolicy } from '../../../../src/core/model/policy.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { checkBudget } from '../../../../src/core/plan/check-budget.ts';
import { decideActivation, isSafeToWriteLive } from '../../../../src/core/plan/decide-activation.ts';
import { decideChange } from '../../../../src/core/plan/decide-change.ts';
import { planText } from '../../../../src/core/plan/plan-text.ts';
import {
  desiredKey,
  filePlan,
  gone,
  have,
  instancePlan,
  managedFile,
  want,
} from '../../../support/model-samples.ts';

const change = (verdict: KeyVerdict, id = 'a'): KeyChange => ({
  key: desiredKey(id, want(2n)),
  verdict,
  live: have(1n),
});

describe('deciding on a key', () => {
  const report = { drift: 'report', conflicts: 'hold' } as const;

  it.each(['pending', 'unadopted'] as const)('writes a key that is %s', (verdict) => {
    expect(decideChange(change(verdict), report)).toEqual({ kind: 'write' });
  });

  it('reports drift by default and heals it where the policy says so', () => {
    expect(decideChange(change('drifted'), report)).toEqual({ kind: 'hold', reason: 'drift-reported' });
    expect(decideChange(change('drifted'), { ...report, drift: 'heal' })).toEqual({ kind: 'write' });
  });

  it('holds a conflict unless the plan that shows it is approved', () => {
    expect(decideChange(change('conflicting'), { ...report, drift: 'heal' })).toEqual({
      kind: 'hold',
      reason: 'conflict',
    });
    expect(decideChange(change('conflicting'), { ...report, conflicts: 'write' })).toEqual({ kind: 'write' });
  });

  it('holds a key whose secret this host does not have', () => {
    const key = desiredKey('p', { kind: 'unresolved', secretNames: ['X'] });
    expect(decideChange({ key, verdict: 'pending', live: gone }, report)).toEqual({
      kind: 'hold',
      reason: 'secret-unresolved',
    });
  });
});

describe('activation', () => {
  const RULE: ActivationRule = {
    reload: 'cmi reload',
    expect: undefined,
    liveWriteSafe: true,
    restartKeys: [],
    ampSettings: new Map(),
  };

  it('is nothing when no file changes', () => {
    expect(decideActivation([filePlan([])])).toEqual({ kind: 'none' });
  });

  it('is the reload command, once', () => {
    expect(decideActivation([filePlan([change('pending')]), filePlan([change('pending')])])).toEqual({
      kind: 'reload',
      commands: ['cmi reload'],
    });
  });

  it('is a restart for a key that the baseline marks so', () => {
    const file = filePlan([change('pending', 'Optimizations.Cache')]);
    expect(decideActivation([file])).toEqual({ kind: 'restart', causes: ['plugins/CMI/config.yml'] });
    expect(isSafeToWriteLive([file])).toBe(false);
  });

  it('is a restart for a file without a reload command, however safe it is to write: unknown means restart', () => {
    const file = filePlan([change('pending')], {
      file: managedFile([], { activation: { ...RULE, reload: undefined } }),
    });
    expect(decideActivation([file]).kind).toBe('restart');
    expect(isSafeToWriteLive([file])).toBe(false);
  });

  it('is a reload on a running server only where the file is safe to write', () => {
    const file = (liveWriteSafe: boolean) =>
      filePlan([change('pending')], { file: managedFile([], { activation: { ...RULE, liveWriteSafe } }) });
    expect(isSafeToWriteLive([file(true)])).toBe(true);
    expect(isSafeToWriteLive([file(false)])).toBe(false);
    expect(isSafeToWriteLive([file(true), file(false)])).toBe(false);
    expect(decideActivation([file(false)]).kind).toBe('reload');
  });

  it('looks for restart keys in the whole id of a key', () => {
    const kindOf = (id: string, glob: string) => {
      const activation = { ...RULE, restartKeys: [glob] };
      return decideActivation([filePlan([change('pending', id)], { file: managedFile([], { activation }) })])
        .kind;
    };
    expect(kindOf('Optimizations.Cache.Size', 'Optimizations.*')).toBe('restart');
    expect(kindOf('a.storage.type', '*.storage.*')).toBe('restart');
    expect(kindOf('Optimizations', 'Optimizations.*')).toBe('reload');
    expect(kindOf('More.Optimizations.Cache', 'Optimizations.*')).toBe('reload');
  });

  it('is a restart for a key that AMP owns, and nothing else of the file needs one', () => {
    const ampSettings = new Map([['motd', 'MinecraftModule.Minecraft.Motd']]);
    const plan = (id: string) =>
      filePlan([change('pending', id)], { file: managedFile([], { activation: { ...RULE, ampSettings } }) });
    expect(decideActivation([plan('motd')]).kind).toBe('restart');
    expect(isSafeToWriteLive([plan('motd')])).toBe(false);
    expect(decideActivation([plan('other')]).kind).toBe('reload');
  });
});

describe('the budget', () => {
  const keys = (count: number) =>
    filePlan(Array.from({ length: count }, (_, index) => change('pending', `k${index}`)));
  const plans = [instancePlan([keys(3)], 'A01'), instancePlan([keys(3)], 'B01'), instancePlan([], 'C01')];
  const check = (budget: BudgetPolicy, adopted = true) =>
    checkBudget({ budget, instances: plans, managedCount: 4, isAdopted: () => adopted });

  it('lets through what stays within it', () => {
    expect(check({ instances: { kind: 'percent', value: 50 }, keys: 6 })).toBeUndefined();
    expect(check({ instances: undefined, keys: undefined })).toBeUndefined();
  });

  it('blocks too many instances and too many keys', () => {
    expect(check({ instances: { kind: 'percent', value: 25 }, keys: undefined })?.code).toBe('budget');
    expect(check({ instances: { kind: 'count', value: 1 }, keys: undefined })?.code).toBe('budget');
    expect(check({ instances: undefined, keys: 5 })?.message).toContain('6 keys');
  });

  it('does not count the first adoption of an instance, nor healing', () => {
    expect(check({ instances: undefined, keys: 1 }, false)).toBeUndefined();
    const healing = [instancePlan([filePlan([change('drifted')])])];
    const budget = { instances: { kind: 'count', value: 0 }, keys: 0 } as const;
    expect(
      checkBudget({ budget, instances: healing, managedCount: 1, isAdopted: () => true }),
    ).toBeUndefined();
  });
});

describe('the text of a plan', () => {
  const text = (plan: ReturnType<typeof instancePlan>) =>
    planText([plan], (secret) => `hmac(${secret.length})`);

  it('is the same for the same plan, and moves with the pre-image and with each desired value', () => {
    const base = text(instancePlan([filePlan([change('pending')])]));
    expect(text(instancePlan([filePlan([change('pending')])]))).toBe(base);
    expect(text(instancePlan([filePlan([change('pending')], { preImage: 'c'.repeat(64) })]))).not.toBe(base);
    const other = { ...change('pending'), key: desiredKey('a', want(3n)) };
    expect(text(instancePlan([filePlan([other])]))).not.toBe(base);
  });

  it('holds no secret', () => {
    const key = desiredKey('p', { kind: 'secret', secret: new Secret('canary-value') });
    expect(text(instancePlan([filePlan([{ key, verdict: 'pending', live: gone }])]))).not.toContain('canary');
  });
});
