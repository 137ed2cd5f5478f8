import { openState } from '../../src/adapters/state/index.ts';
import { applyPlan } from '../../src/engine/apply/apply-plan.ts';
import { createObserver, secretKnowledgeOf } from '../../src/engine/observe.ts';
import { planInstance } from '../../src/engine/plan-instance.ts';
import { dyingHost, SAMPLE_FILES } from './apply-samples.ts';
import { hostOver, planOf, policyWith } from './host-rig.ts';
import { sampleInstance } from './model-samples.ts';

// Applies the sample files below DIR and kills its own process, without any clean-up, after LIMIT effects.
const [, , dir = '', limit = ''] = process.argv;
const host = hostOver(dir, await openState(`${dir}/state`));
const root = `${dir}/instances/TOW01/Minecraft`;
const instance = sampleInstance();
const { plan } = await planInstance({
  render: { instance, files: SAMPLE_FILES },
  root,
  applied: host.applied.get(instance.id),
  observer: createObserver(host, secretKnowledgeOf(host)),
  policy: policyWith('report'),
  override: { heal: false, conflicts: 'hold' },
  recall: () => undefined,
});
const dying = dyingHost(host, Number(limit), () => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
});
const locations = new Map([[instance.id, { kind: 'found', root, folder: 'TOW01' } as const]]);
await applyPlan(dying.host, {
  plan: planOf([plan], host),
  locations,
  onInstance: () => undefined,
  shouldStop: () => false,
});
process.stdout.write('done');
