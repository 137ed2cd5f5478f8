import type { Instance } from '../core/model/instance.ts';
import type { InstancePlan } from '../core/model/plan.ts';
import type { ChangePolicy } from '../core/plan/decide-change.ts';
import { renderInstance } from '../core/render/render-instance.ts';
import type { RootPath } from '../ports/live-files.ts';
import type { HostReaders } from './host-state.ts';
import { type LoadedState, loadDesiredState } from './load-desired-state.ts';
import { createObserver, secretKnowledgeOf } from './observe.ts';
import { planInstance } from './plan-instance.ts';
import { type Recalled, rememberClean } from './steady-instances.ts';

export interface ExamineRequest {
  readonly renderKey: string;
  readonly ref: string | undefined;
  /** The tree for which the checks across all instances are known to have passed. */
  readonly checkedTree: string | undefined;
  readonly override: { readonly heal: boolean; readonly conflicts: ChangePolicy['conflicts'] };
}

/** Renders and compares instances, with what the repository says loaded once. */
export interface Examiner {
  readonly state: LoadedState;
  examine(instance: Instance, root: RootPath, recalled: Recalled): Promise<InstancePlan>;
}

/** Loads the desired state. Throws `MistakeError` with every issue when the repository has errors. */
export async function createExaminer(host: HostReaders, request: ExamineRequest): Promise<Examiner> {
  const { ref, checkedTree, renderKey } = request;
  const state = await loadDesiredState({ ...host, ref, checkedTree });
  const observer = createObserver(host, secretKnowledgeOf(host));
  return {
    state,
    async examine(instance, root, recalled) {
      const { render } = renderInstance(state.compiled, instance, (name) => host.secrets.get(name));
      const planned = await planInstance({
        render,
        root,
        applied: host.applied.get(instance.id),
        observer,
        policy: state.desired.fleet.policy,
        override: request.override,
        recall: (path) => recalled.unmoved.get(path),
      });
      rememberClean(host, renderKey, render, planned.clean);
      return planned.plan;
    },
  };
}
