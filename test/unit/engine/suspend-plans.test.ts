import { describe, expect, it } from 'vitest';
import type { InstancePlan, KeyChange } from '../../../src/core/model/plan.ts';
import type { SuspensionInForce, SuspensionScope } from '../../../src/core/model/suspension.ts';
import { allInSync } from '../../../src/core/plan/count-keys.ts';
import { shownText } from '../../../src/core/plan/plan-text.ts';
import { holdSuspendedPlugins, suspendPlans } from '../../../src/engine/suspend-plans.ts';
import {
  desiredKey,
  filePlan,
  have,
  instancePlan,
  managedFile,
  plainFingerprint,
  want,
} from '../../support/model-samples.ts';

const NOW = Date.UTC(2026, 10, 1);
const END = Date.UTC(2026, 11, 1, 8);

function paused(scope: SuspensionScope, more: Partial<SuspensionInForce> = {}): SuspensionInForce {
  return { scope, by: 'alice', reason: 'Tournament', until: END, origin: 'host', ...more };
}

const change = (id: string): KeyChange => ({
  key: desiredKey(id, want(1n)),
  verdict: 'pending',
  live: have(2n),
});
const SERVER_RUNS = { code: 'server-running', message: 'the server is running', help: 'Stop it.' };

describe('a suspended instance', () => {
  const changed = instancePlan([filePlan([change('a')])]);

  it('is blocked with who, until when, why, and what ends it', () => {
    const [plan] = suspendPlans([changed], [paused({ kind: 'instance', name: 'hetzner-xeon/TOW01' })], NOW);
    expect(plan?.blocked).toEqual({
      code: 'suspended',
      message: 'suspended by alice until 2026-12-01 08:00 UTC: Tournament',
      help: 'Nothing to do: it ends by itself. To end it earlier, `homeamp resume --instance TOW01` on hetzner-xeon ends it.',
    });
    expect(plan?.files).toBe(changed.files);
  });

  it('is told where a suspension of the repository stands', () => {
    const by = 'desired-state/fleet.yaml:12';
    const [plan] = suspendPlans(
      [changed],
      [paused({ kind: 'fleet' }, { by, until: undefined, origin: 'repository' })],
      NOW,
    );
    expect(plan?.blocked).toMatchObject({
      message: `suspended by ${by}: Tournament`,
      help: `Taking it out of policy.suspend in ${by} ends it.`,
    });
  });

  it('is blocked also when nothing is pending, and whatever its server does', () => {
    const quiet = { ...instancePlan([]), counts: allInSync(3) };
    const running: InstancePlan = { ...changed, blocked: SERVER_RUNS, counts: allInSync(3) };
    const plans = suspendPlans([quiet, running], [paused({ kind: 'host', name: 'hetzner-xeon' })], NOW);
    expect(plans.map(({ blocked }) => blocked?.code)).toEqual(['suspended', 'suspended']);
  });

  it('keeps the reason why it could not be compared', () => {
    const missing: InstancePlan = {
      ...instancePlan([]),
      blocked: { code: 'instance-missing', message: 'no folder', help: 'Create it.' },
    };
    expect(suspendPlans([missing], [paused({ kind: 'fleet' })], NOW)).toEqual([missing]);
  });

  it('goes on when the suspension is over', () => {
    expect(suspendPlans([changed], [paused({ kind: 'fleet' })], END)).toEqual([changed]);
  });
});

describe('a suspended plugin', () => {
  const files = [
    filePlan([change('a'), change('b')]),
    filePlan([change('c')], { file: managedFile([], { plugin: 'Vault' }) }),
  ];
  const plan = instancePlan(files);
  const suspensions = [paused({ kind: 'plugin', name: 'CMI' })];
  const held = holdSuspendedPlugins(plan, suspensions, NOW);

  it('has its keys held, its file untouched, and the rest of the instance goes on', () => {
    expect(held.blocked).toBeUndefined();
    const [cmi, vault] = held.files;
    expect(cmi?.changes).toEqual([]);
    expect(cmi?.postImage).toBe(cmi?.preImage);
    expect(cmi?.held.map(({ key, reason, detail }) => [key.id, reason, detail])).toEqual([
      ['a', 'suspended', 'suspended by alice until 2026-12-01 08:00 UTC: Tournament'],
      ['b', 'suspended', 'suspended by alice until 2026-12-01 08:00 UTC: Tournament'],
    ]);
    expect(vault).toBe(files[1]);
  });

  it('leaves what a person sees of the change as it was, so that an approval outlives it', () => {
    expect(shownText(held, plainFingerprint)).toBe(shownText(plan, plainFingerprint));
    expect(shownText(held, plainFingerprint)).not.toBe('');
  });

  it('blocks no instance', () => {
    expect(suspendPlans([plan], suspensions, NOW)).toEqual([plan]);
  });
});
