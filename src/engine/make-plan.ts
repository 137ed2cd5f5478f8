import type { DesiredState } from '../core/model/desired-state.ts';
import type { Instance, InstanceId } from '../core/model/instance.ts';
import type { BlockedReason, InstancePlan, Plan } from '../core/model/plan.ts';
import type { BudgetPolicy } from '../core/model/policy.ts';
import type { Revision } from '../core/model/revision.ts';
import { isOnlyTiming } from '../core/model/server-codes.ts';
import type { ServerLook } from '../core/model/server-look.ts';
import type { SuspensionInForce } from '../core/model/suspension.ts';
import { activationPolicyOf } from '../core/plan/activation-policy-of.ts';
import { allInSync, NO_KEYS } from '../core/plan/count-keys.ts';
import type { ChangePolicy } from '../core/plan/decide-change.ts';
import { planText, shownChanges, shownText } from '../core/plan/plan-text.ts';
import type { LocalInstance } from '../ports/local-instances.ts';
import type { JournalEntry } from '../ports/state-store.ts';
import { lookAtServer } from './activation/look-at-server.ts';
import { chooseHost, selectInstances } from './choose-instances.ts';
import { sha256 } from './digest.ts';
import type { Examiner } from './examine-instances.ts';
import { gateByBudget, gateByProcess, isChanged, unfinishedReason } from './gates.ts';
import type { HostReaders } from './host-state.ts';
import { type Location, locateInstances, unknownFolders } from './locate-instances.ts';
import { renderKeyOf } from './render-key.ts';
import { NOTHING, recall } from './steady-instances.ts';
import { holdSuspendedPlugins, pausedNow, suspendPlans } from './suspend-plans.ts';

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
  /** The bounds to hold instead of those of the planned revision. */
  readonly budget?: BudgetPolicy | undefined;
  /** Plan as if every server were stopped: for showing what a revision would do, never for applying it. */
  readonly ignoreProcess?: boolean;
  /** Read every file, also those that are known to be in sync and have not moved. */
  readonly full: boolean;
  /** Called once per instance, for progress. */
  readonly onInstance: (done: number, total: number) => void;
}

export interface MadePlan {
  readonly plan: Plan;
  /** Where the planned instances lie on disk. */
  readonly locations: ReadonlyMap<InstanceId, Location>;
  /** What is on this host and the fleet does not name. */
  readonly unknown: readonly LocalInstance[];
  /** What AMP's registry of instances says and can't be used. */
  readonly registryTroubles: readonly string[];
  /** A digest of what a person sees of each instance's changes, blocked or not; none for an instance without. */
  readonly digests: ReadonlyMap<InstanceId, string>;
  /** Those in force on the host when the plan was made. */
  readonly suspensions: readonly SuspensionInForce[];
  /** True where servers can be stopped, started and reloaded. */
  readonly steersServers: boolean;
  /** Servers that were looked at through AMP, since something of theirs would change. */
  readonly looks: ReadonlyMap<InstanceId, ServerLook>;
  /** What the planned revision says of the fleet. Loaded when first asked for. */
  readonly desired: () => Promise<DesiredState>;
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
  const looks = new Map<InstanceId, ServerLook>();
  const gated = await gate(host, pass, { plans, locations, looks });
  return {
    plan: { id: planIdOf(host, gated), host: pass.hostName, revision: pass.revision, instances: gated },
    locations,
    unknown: unknownFolders(pass.known, pass.locals),
    registryTroubles: host.locals.troubles(),
    digests: new Map(plans.filter(hasShown).map((plan) => [plan.instance.id, shownDigest(host, plan)])),
    suspensions: pass.suspensions,
    looks,
    steersServers: host.amp !== undefined,
    desired: async () => (await pass.examiner()).state.desired,
  };
}

/** The id of a plan: a digest over what is not blocked. */
export function planIdOf(host: Pick<HostReaders, 'fingerprints'>, plans: readonly InstancePlan[]): string {
  const open = plans.filter((plan) => isOnlyTiming(plan.blocked));
  return sha256(planText(open, (text) => host.fingerprints.of(text)));
}

function hasShown({ files }: InstancePlan): boolean {
  return files.some((file) => shownChanges(file).length > 0);
}

function shownDigest(host: Pick<HostReaders, 'fingerprints'>, plan: InstancePlan): string {
  return sha256(shownText(plan, (text) => host.fingerprints.of(text)));
}

/** What one pass works with. */
interface Pass {
  readonly request: PlanRequest;
  readonly revision: Revision;
  readonly renderKey: string;
  readonly hostName: string;
  readonly instances: readonly Instance[];
  /** Instances of the host, managed or not. */
  readonly known: readonly Instance[];
  readonly locals: readonly LocalInstance[];
  readonly unfinished: readonly JournalEntry[];
  readonly suspensions: readonly SuspensionInForce[];
  readonly now: number;
  /** Loads the desired state, and the code for it, when the first instance needs it. */
  readonly examiner: () => Promise<Examiner>;
}

async function beginPass(host: HostReaders, request: PlanRequest): Promise<Pass> {
  const { revision, treeId } = await host.source.identify(request.ref);
  const fingerprintOf = (text: string) => host.fingerprints.of(text);
  const renderKey = renderKeyOf({ treeId, version: host.version, secrets: host.secrets, fingerprintOf });
  const locals = host.locals.list();
  const roster = host.observations.getRoster();
  const isKnown = roster !== undefined && roster.renderKey === renderKey;
  const checkedTree = isKnown ? treeId : undefined;
  const examiner = examinerFor(host, { request, renderKey, checkedTree });
  const common = { request, revision, renderKey, locals, examiner, unfinished: host.journal.unfinished() };
  if (isKnown && (request.host === undefined || roster.host === request.host)) {
    return { ...common, ...split(roster.instances), ...pausedNow(host, roster.host, roster.suspensions) };
  }
  const { fleet } = (await examiner()).state.desired;
  const hostName = chooseHost(fleet, request.host, locals);
  const instances = [...fleet.instances.values()].filter((instance) => instance.host === hostName);
  const { suspensions } = fleet.policy;
  host.observations.putRoster({ renderKey, host: hostName, instances, suspensions });
  return { ...common, ...split(instances), ...pausedNow(host, hostName, suspensions) };
}

function split(known: readonly Instance[]): Pick<Pass, 'known' | 'instances'> {
  return { known, instances: known.filter((instance) => instance.managed) };
}

interface ExaminerInput {
  readonly request: PlanRequest;
  readonly renderKey: string;
  readonly checkedTree: string | undefined;
}

function examinerFor(host: HostReaders, input: ExaminerInput): () => Promise<Examiner> {
  const { ref, heal, conflicts, ignoreProcess: forShow = false } = input.request;
  let creating: Promise<Examiner> | undefined;
  const create = async () => {
    const { createExaminer } = await import('./examine-instances.ts');
    return createExaminer(host, { ...input, ref, forShow, override: { heal, conflicts } });
  };
  return () => {
    creating ??= create();
    return creating;
  };
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
  const unfinished = unfinishedReason(pass.unfinished, instance.id);
  if (unfinished !== undefined) return blockedPlan(instance, unfinished);
  const { root } = location;
  const recalled = pass.request.full ? NOTHING : recall(host, pass.renderKey, instance.id, root);
  if (recalled.ownedKeys !== undefined) {
    return { instance, blocked: undefined, files: [], counts: allInSync(recalled.ownedKeys) };
  }
  const examiner = await pass.examiner();
  return holdSuspendedPlugins(await examiner.examine(instance, root, recalled), pass.suspensions, pass.now);
}

async function gate(
  host: HostReaders,
  pass: Pass,
  { plans: given, ...among }: PlansAmong,
): Promise<readonly InstancePlan[]> {
  const suspended = suspendPlans(given, pass.suspensions, pass.now);
  const plans = await gateBySize(host, pass, suspended);
  if (pass.request.ignoreProcess === true) return plans;
  const gated: InstancePlan[] = [];
  for (const plan of plans) gated.push(await gateByRunning(host, pass, { plan, ...among }));
  return gated;
}

interface PlansAmong {
  readonly plans: readonly InstancePlan[];
  readonly locations: ReadonlyMap<InstanceId, Location>;
  readonly looks: Map<InstanceId, ServerLook>;
}

async function gateBySize(
  host: HostReaders,
  pass: Pass,
  plans: readonly InstancePlan[],
): Promise<readonly InstancePlan[]> {
  if (pass.request.ignoreBudget || !plans.some(isChanged)) return plans;
  const { fleet } = (await pass.examiner()).state.desired;
  return gateByBudget(host, fleet, { plans, budget: pass.request.budget ?? fleet.policy.budget });
}

/** Only servers whose files would change are looked at. */
async function gateByRunning(
  host: HostReaders,
  pass: Pass,
  { plan, locations, looks }: Omit<PlansAmong, 'plans'> & { readonly plan: InstancePlan },
): Promise<InstancePlan> {
  const location = locations.get(plan.instance.id);
  if (plan.blocked !== undefined || !isChanged(plan) || location?.kind !== 'found') return plan;
  if (host.amp === undefined) return gateByProcess(host, plan, location.root);
  const { gateByServer } = await import('./activation/gate-by-server.ts');
  const look = await lookAtServer(host, { root: location.root, server: location.folder });
  looks.set(plan.instance.id, look);
  const { fleet } = (await pass.examiner()).state.desired;
  const policy = activationPolicyOf(fleet.policy, plan.instance);
  return gateByServer(host, host.amp, { plan, policy, look, digest: shownDigest(host, plan) });
}

function blockedPlan(instance: Instance, blocked: BlockedReason): InstancePlan {
  return { instance, blocked, files: [], counts: NO_KEYS };
}

const NOT_LOCATED: BlockedReason = {
  code: 'instance-missing',
  message: 'the instance was not looked for on this host',
  help: 'Name the host with --host.',
};
