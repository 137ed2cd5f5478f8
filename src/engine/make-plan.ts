import type { Instance, InstanceId } from '../core/model/instance.ts';
import type { BlockedReason, InstancePlan, Plan } from '../core/model/plan.ts';
import type { Revision } from '../core/model/revision.ts';
import { checkBudget } from '../core/plan/check-budget.ts';
import { allInSync, NO_KEYS } from '../core/plan/count-keys.ts';
import { isSafeToWriteLive } from '../core/plan/decide-activation.ts';
import type { ChangePolicy } from '../core/plan/decide-change.ts';
import { planText } from '../core/plan/plan-text.ts';
import { renderInstance } from '../core/render/render-instance.ts';
import type { LocalInstance } from '../ports/local-instances.ts';
import { chooseHost, selectInstances } from './choose-instances.ts';
import { sha256 } from './digest.ts';
import type { HostReaders } from './host-state.ts';
import { type LoadedState, loadDesiredState } from './load-desired-state.ts';
import { type Location, locateInstances, unknownFolders } from './locate-instances.ts';
import { createObserver, type Observer } from './observe.ts';
import { planInstance } from './plan-instance.ts';
import { renderKeyOf } from './render-key.ts';
import { recallClean, recallFiles, rememberClean } from './steady-instances.ts';

export interface PlanRequest {
  /** Undefined: the host whose instances are found on this machine, when that is just one. */
  readonly host: string | undefined;
  /** Names, aliases or ids; empty = all managed instances of the host. */
  readonly instances: readonly string[];
  /** Undefined = the source's default. */
  readonly ref: string | undefined;
  /** Treat every plugin's drift policy as `heal`. */
  readonly heal: boolean;
  readonly conflicts: ChangePolicy['conflicts'];
  readonly ignoreBudget: boolean;
  /** Read every file, also those that are known to be in sync and have not moved. */
  readonly full: boolean;
  /** Called once per instance, for progress. */
  readonly onInstance: (done: number, total: number) => void;
}

export interface MadePlan {
  readonly plan: Plan;
  /** Where the planned instances lie on disk. */
  readonly locations: ReadonlyMap<InstanceId, Location>;
  /** Folders on disk that the fleet does not name. */
  readonly unknown: readonly LocalInstance[];
}

/**
 * Renders, observes, compares and plans the host's instances. Instances that are known to be in sync and whose files
 * have not moved since are not read, and while all are, the repository is not even parsed.
 */
export async function makePlan(host: HostReaders, request: PlanRequest): Promise<MadePlan> {
  const pass = await beginPass(host, request);
  const selected = selectInstances(pass.instances, request.instances);
  const locations = locateInstances(selected, pass.locals);
  const plans: InstancePlan[] = [];
  for (const instance of selected) {
    plans.push(await planOne(host, pass, instance, locations.get(instance.id)));
    request.onInstance(plans.length, selected.length);
  }
  const gated = request.ignoreBudget ? plans : await gateByBudget(host, pass, plans);
  const id = sha256(
    planText(
      gated.filter((plan) => plan.blocked === undefined),
      (text) => host.fingerprints.of(text),
    ),
  );
  return {
    plan: { id, host: pass.hostName, revision: pass.revision, instances: gated },
    locations,
    unknown: unknownFolders(pass.known, pass.locals),
  };
}

/** What one pass works with; the desired state is loaded when the first instance needs it. */
interface Pass {
  readonly request: PlanRequest;
  readonly revision: Revision;
  readonly renderKey: string;
  readonly hostName: string;
  readonly instances: readonly Instance[];
  /** Instances of the host, managed or not. */
  readonly known: readonly Instance[];
  readonly locals: readonly LocalInstance[];
  readonly observer: Observer;
  readonly load: () => Promise<LoadedState>;
}

async function beginPass(host: HostReaders, request: PlanRequest): Promise<Pass> {
  const { revision, treeId } = await host.source.identify(request.ref);
  const fingerprintOf = (text: string) => host.fingerprints.of(text);
  const renderKey = renderKeyOf({ treeId, version: host.version, secrets: host.secrets, fingerprintOf });
  const locals = host.locals.list();
  const roster = host.observations.getRoster();
  const known = roster !== undefined && roster.renderKey === renderKey;
  let loading: Promise<LoadedState> | undefined;
  const load = () => {
    loading ??= loadDesiredState({ ...host, ref: request.ref, checkedTree: known ? treeId : undefined });
    return loading;
  };
  const common = {
    request,
    revision,
    renderKey,
    locals,
    load,
    observer: createObserver(host.files, fingerprintOf),
  };
  if (known && (request.host === undefined || roster.host === request.host)) {
    return {
      ...common,
      hostName: roster.host,
      instances: managed(roster.instances),
      known: roster.instances,
    };
  }
  const { desired } = await load();
  const hostName = chooseHost(desired.fleet, request.host, locals);
  const instances = [...desired.fleet.instances.values()].filter((instance) => instance.host === hostName);
  host.observations.putRoster({ renderKey, host: hostName, instances });
  return { ...common, hostName, instances: managed(instances), known: instances };
}

function managed(instances: readonly Instance[]): readonly Instance[] {
  return instances.filter((instance) => instance.managed);
}

async function planOne(
  host: HostReaders,
  pass: Pass,
  instance: Instance,
  location: Location | undefined,
): Promise<InstancePlan> {
  if (location === undefined || location.kind === 'blocked') {
    return blockedPlan(instance, location?.reason ?? NOT_LOCATED);
  }
  const unfinished = host.journal.unfinished().find((entry) => entry.instance === instance.id);
  if (unfinished !== undefined)
    return blockedPlan(instance, unfinished.step === 'frozen' ? FROZEN : INTERRUPTED);
  const { full } = pass.request;
  const ownedKeys = full ? undefined : recallClean(host, pass.renderKey, instance.id, location.root);
  if (ownedKeys !== undefined) {
    return { instance, blocked: undefined, files: [], counts: allInSync(ownedKeys) };
  }
  const { desired, compiled } = await pass.load();
  const { render } = renderInstance(compiled, instance, (name) => host.secrets.get(name));
  const planned = planInstance({
    render,
    root: location.root,
    applied: host.applied.get(instance.id),
    observer: pass.observer,
    policy: desired.fleet.policy,
    override: { heal: pass.request.heal, conflicts: pass.request.conflicts },
    recall: full ? () => undefined : recallFiles(host, pass.renderKey, instance.id, location.root),
  });
  rememberClean(host, pass.renderKey, render, planned.clean);
  return gateByProcess(host, planned.plan, location.root);
}

function gateByProcess(host: HostReaders, plan: InstancePlan, root: string): InstancePlan {
  const changes = plan.files.some((file) => file.changes.length > 0);
  if (!changes || isSafeToWriteLive(plan.files)) return plan;
  const state = host.control.processState(root);
  if (state.kind === 'stopped') return plan;
  const why =
    state.kind === 'running'
      ? 'the server is running'
      : `whether the server runs is not known: ${state.reason}`;
  const blocked: BlockedReason = {
    code: 'server-running',
    message: `${why}, and a file it saves at shutdown would be lost`,
    help: `Stop ${plan.instance.name} in AMP, then apply again.`,
  };
  return { ...plan, blocked };
}

async function gateByBudget(
  host: HostReaders,
  pass: Pass,
  plans: readonly InstancePlan[],
): Promise<readonly InstancePlan[]> {
  if (!plans.some(isChanged)) return plans;
  const { desired } = await pass.load();
  const over = checkBudget({
    budget: desired.fleet.policy.budget,
    instances: plans,
    managedCount: pass.instances.length,
    isAdopted: (plan) => host.applied.get(plan.instance.id).size > 0,
  });
  if (over === undefined) return plans;
  return plans.map((plan) =>
    isChanged(plan) && plan.blocked === undefined ? { ...plan, blocked: over } : plan,
  );
}

function isChanged(plan: InstancePlan): boolean {
  return plan.files.some((file) => file.changes.length > 0);
}

function blockedPlan(instance: Instance, blocked: BlockedReason): InstancePlan {
  return { instance, blocked, files: [], counts: NO_KEYS };
}

const NOT_LOCATED: BlockedReason = {
  code: 'instance-missing',
  message: 'the instance was not looked for on this host',
  help: 'Name the host with --host.',
};

const FROZEN: BlockedReason = {
  code: 'frozen',
  message: 'putting back an earlier apply failed, so the instance is frozen',
  help: 'Look at `homeamp history`, mend the files by hand, then run `homeamp rollback` with that id.',
};

const INTERRUPTED: BlockedReason = {
  code: 'interrupted',
  message: 'an apply was interrupted and has not been recovered yet',
  help: 'Run `homeamp apply`: it recovers first.',
};
