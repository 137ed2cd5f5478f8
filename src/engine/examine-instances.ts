import type { Instance } from '../core/model/instance.ts';
import type { InstancePlan } from '../core/model/plan.ts';
import type { ChangePolicy } from '../core/plan/decide-change.ts';
import { renderInstance } from '../core/render/render-instance.ts';
import type { RootPath } from '../ports/live-files.ts';
import type { HostReaders } from './host-state.ts';
import { type LoadedState, loadDesiredState } from './load-desired-state.ts';
import { createObserver, type Observer, secretKnowledgeOf } from './observe.ts';
import { planInstance } from './plan-instance.ts';
import { type HostSecrets, openSecrets } from './secrets/open-secrets.ts';
import { type Recalled, rememberClean } from './steady-instances.ts';

export interface ExamineRequest {
  readonly renderKey: string;
  readonly ref: string | undefined;
  /** The tree for which the checks across all instances are known to have passed. */
  readonly checkedTree: string | undefined;
  /** True for a revision that nobody may have approved yet: nothing of it is kept. */
  readonly forShow: boolean;
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
  const lookAs = rememberByHost((name) => prepareLook(host, state, { name, forShow: request.forShow }));
  return {
    state,
    async examine(instance, root, recalled) {
      const { find, observer } = await lookAs(instance.host);
      const { render } = renderInstance(state.compiled, instance, find);
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

interface Look {
  readonly find: HostSecrets['find'];
  readonly observer: Observer;
}

/** With every secret that any instance of the host uses, since each may stand in the files of another one. */
async function prepareLook(
  host: HostReaders,
  state: LoadedState,
  { name, forShow }: { readonly name: string; readonly forShow: boolean },
): Promise<Look> {
  const instances = [...state.desired.fleet.instances.values()];
  const own = instances.filter((instance) => instance.host === name && instance.managed);
  const { find, known, opened } = await openSecrets(host.secrets, state, own);
  if (!forShow) host.secrets.opener.hide(opened);
  return { find, observer: createObserver(host, secretKnowledgeOf(host, known)) };
}

function rememberByHost<T>(make: (host: string) => Promise<T>): (host: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (host) => {
    const known = made.get(host) ?? make(host);
    made.set(host, known);
    return known;
  };
}
