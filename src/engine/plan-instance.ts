import { formatByName } from '../core/formats/index.ts';
import type { AppliedRecord } from '../core/model/applied-record.ts';
import type { InstancePath } from '../core/model/instance.ts';
import type { StatIdentity } from '../core/model/live-file.ts';
import type { InstanceRender } from '../core/model/managed-file.ts';
import type { FilePlan, InstancePlan, KeyCounts } from '../core/model/plan.ts';
import type { FleetPolicy } from '../core/model/policy.ts';
import { addCounts, addFileCounts, allInSync, NO_KEYS } from '../core/plan/count-keys.ts';
import type { ChangePolicy } from '../core/plan/decide-change.ts';
import { driftPolicyOf } from '../core/plan/drift-policy-of.ts';
import { planFile } from '../core/plan/plan-file.ts';
import type { RootPath } from '../ports/live-files.ts';
import { sha256 } from './digest.ts';
import { encodeLike, type Observer } from './observe.ts';

export interface PlanInstanceInput {
  readonly render: InstanceRender;
  readonly root: RootPath;
  readonly applied: ReadonlyMap<InstancePath, AppliedRecord>;
  readonly observer: Observer;
  readonly policy: FleetPolicy;
  /** `heal` treats every plugin as `drift: heal`. */
  readonly override: { readonly heal: boolean; readonly conflicts: ChangePolicy['conflicts'] };
  /** The identity of a file that is known to be in sync and has not moved since; it is not read again. */
  readonly recall: (path: InstancePath) => StatIdentity | undefined;
}

export interface PlannedInstance {
  readonly plan: InstancePlan;
  /** Files in which every owned key is in sync, and their identity when they were read. */
  readonly clean: ReadonlyMap<InstancePath, StatIdentity>;
}

/** Observes, compares and plans one instance, file by file, holding one file's text at a time. */
export async function planInstance(input: PlanInstanceInput): Promise<PlannedInstance> {
  const files: FilePlan[] = [];
  const clean = new Map<InstancePath, StatIdentity>();
  let counts: KeyCounts = NO_KEYS;
  for (const file of input.render.files) {
    const known = input.recall(file.path);
    if (known !== undefined) {
      clean.set(file.path, known);
      counts = addCounts(counts, allInSync(file.keys.length));
      continue;
    }
    const content = await input.observer.observe(input.root, file, input.applied.get(file.path));
    counts = addFileCounts(counts, content.drift);
    const plan = planFile({
      drift: content.drift,
      format: formatByName(file.format),
      text: content.text,
      policy: changePolicyOf(input, file.plugin),
      digestOf: (text) => sha256(encodeLike(text, content.encoding)),
    });
    if (plan !== undefined) files.push(plan);
    else if (content.identity !== undefined) clean.set(file.path, content.identity);
  }
  return { plan: { instance: input.render.instance, blocked: undefined, files, counts }, clean };
}

function changePolicyOf(input: PlanInstanceInput, plugin: string): ChangePolicy {
  const drift = input.override.heal ? 'heal' : driftPolicyOf(input.policy, input.render.instance, plugin);
  return { drift, conflicts: input.override.conflicts };
}
