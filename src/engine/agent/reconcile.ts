import type { Fleet } from '../../core/model/desired-state.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { isOnlyTiming } from '../../core/model/server-codes.ts';
import type { Report } from '../../core/report/report.ts';
import { listActivations } from '../activation/activation-note.ts';
import { listUnloaded, listWaiting } from '../activation/waiting-notes.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { type ManagedPlace, managedPlaces } from '../backups/managed-places.ts';
import { factsAfter } from '../facts-after.ts';
import { isChanged } from '../gates.ts';
import { type MadePlan, makePlan } from '../make-plan.ts';
import { listRestartOrders } from '../orders/restart-orders.ts';
import { reportPass } from '../report-pass.ts';
import { runsOldValues } from '../runs-old-values.ts';
import { isSuspended } from '../suspend-plans.ts';
import type { AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { applyByStage, type StageOutcome } from './apply-by-stage.ts';
import { approvedOrCareful } from './approved-or-careful.ts';
import { broughtBy } from './brought-by.ts';
import { readGood, writeGood } from './good-revision.ts';
import { keepLastGates } from './last-gates.ts';
import { isWritable } from './revision-changes.ts';
import { readRollout, unloadedSince } from './rollout-note.ts';

export interface ReconcileRequest {
  readonly accepted: AcceptedRevision;
  /** Read every file, also those that have not moved since they were in sync. */
  readonly full: boolean;
  /** True while the revision is not done everywhere: then its stages are told even where nothing is to be written. */
  readonly isRollingOut: boolean;
  /** Set while nothing may be applied at all: the host is only watched. */
  readonly frozen: BlockedReason | undefined;
  readonly shouldStop: () => boolean;
}

/** What a host looks like beside its accepted revision, after everything was applied that may be. */
export interface Reconciled {
  /** The commit that the stages are told on: of the accepted revision, or of the last one without mistakes. */
  readonly broughtBy: CommitSha;
  readonly report: Report;
  readonly hasApplied: boolean;
  /** True when every change was in the plan that the reviewers saw. */
  readonly isAsApproved: boolean;
  /** Names of instances that were planned anew, since they moved after the approval. */
  readonly replanned: readonly string[];
  /** Empty when nothing was to be done. */
  readonly stages: readonly StageOutcome[];
  /** Undefined unless something was to be done. */
  readonly fleet: Fleet | undefined;
  /** Where the instances lie, and their managed files. */
  readonly places: readonly ManagedPlace[];
  /** Why the accepted revision can't be used. */
  readonly mistakes: MistakeError | undefined;
}

/** Compares the host with its accepted revision and applies what is pending. */
export async function reconcile(agent: AgentHost, request: ReconcileRequest): Promise<Reconciled> {
  const { accepted } = request;
  try {
    const reconciled = await reconcileWith(agent, request, accepted.sha);
    await rememberGood(agent, accepted.sha);
    return { ...reconciled, mistakes: undefined };
  } catch (failure) {
    const good = readGood(agent.notes);
    if (!(failure instanceof MistakeError) || good === undefined || good === accepted.sha) throw failure;
    const kept = await reconcileWith(agent, request, good);
    return { ...kept, mistakes: failure };
  }
}

/** Keeps the last revision without mistakes within reach. */
async function rememberGood(agent: AgentHost, sha: CommitSha): Promise<void> {
  if (readGood(agent.notes) === sha) return;
  await agent.branch.keep('good', sha);
  writeGood(agent.notes, sha);
}

async function reconcileWith(
  agent: AgentHost,
  request: ReconcileRequest,
  sha: CommitSha,
): Promise<Omit<Reconciled, 'mistakes'>> {
  const host = agent.over(agent.history.at(sha));
  const { accepted } = request;
  const isCurrent = sha === accepted.sha;
  const stagedAs = isCurrent ? accepted.broughtBy : await broughtBy(agent, sha);
  const planned = await approvedOrCareful(
    (conflicts) =>
      makePlan(host, {
        host: agent.name,
        instances: [],
        ref: undefined,
        heal: false,
        conflicts,
        ignoreBudget: false,
        budget: isCurrent ? accepted.budget : undefined,
        full: request.full,
        onInstance: () => undefined,
      }),
    isCurrent ? accepted : { approved: null, how: accepted.how },
  );
  const made = freeze(planned.made, request.frozen);
  const outcome =
    request.isRollingOut || needsWork(made.plan.instances) || hasServerWork(host)
      ? await work(agent, host, { made, sha: stagedAs, shouldStop: request.shouldStop })
      : NOTHING_DONE;
  const after: MadePlan = {
    ...made,
    plan: { ...made.plan, instances: outcome.plans ?? made.plan.instances },
  };
  keepLastGates(agent.notes, after);
  const factsOf = factsAfter(host, after, {
    outcomes: outcome.outcomes,
    unloadedSince: unloadedSince(host, readRollout(agent.notes)),
  });
  const report = reportPass(host.version, after, factsOf);
  return {
    broughtBy: stagedAs,
    report: planned.isAsApproved ? { ...report, planId: accepted.approved?.planId ?? report.planId } : report,
    hasApplied: outcome.outcomes.some(({ kind }) => kind === 'applied'),
    isAsApproved: planned.isAsApproved,
    replanned: planned.replanned,
    stages: outcome.stages,
    fleet: outcome.fleet,
    places: managedPlaces(host, made),
  };
}

function freeze(made: MadePlan, frozen: BlockedReason | undefined): MadePlan {
  if (frozen === undefined) return made;
  const instances = made.plan.instances.map((plan) =>
    isChanged(plan) && isOnlyTiming(plan.blocked) ? { ...plan, blocked: frozen } : plan,
  );
  return { ...made, plan: { ...made.plan, instances } };
}

function needsWork(plans: readonly InstancePlan[]): boolean {
  // What is suspended needs nothing: while it lasts the repository need not be read for it.
  return plans.some(
    (plan) =>
      !isSuspended(plan) &&
      (isWritable(plan) ||
        plan.blocked !== undefined ||
        plan.files.some((file) => file.converged.length > 0)),
  );
}

/** Servers that are under way, wait or are to be restarted need the fleet's policy even where no file differs. */
function hasServerWork({ amp }: HostWriters): boolean {
  if (amp === undefined) return false;
  const { notes } = amp;
  return (
    listActivations(notes).some(({ step }) => step !== 'watching') ||
    listUnloaded(notes).size + listWaiting(notes).size + listRestartOrders(notes).size > 0
  );
}

interface Work {
  readonly plans: readonly InstancePlan[] | undefined;
  readonly outcomes: readonly InstanceOutcome[];
  readonly stages: readonly StageOutcome[];
  readonly fleet: Fleet | undefined;
}

const NOTHING_DONE: Work = { plans: undefined, outcomes: [], stages: [], fleet: undefined };

async function work(
  agent: AgentHost,
  host: HostWriters,
  input: { readonly made: MadePlan; readonly sha: CommitSha; readonly shouldStop: () => boolean },
): Promise<Work> {
  const { fleet } = await input.made.desired();
  const since = unloadedSince(host, readRollout(agent.notes));
  const applied = await applyByStage(agent, host, {
    ...input,
    fleet,
    runsOldValues: (instance, outcome) =>
      runsOldValues(host, input.made, { instance, outcome, unloadedSince: since(instance) }),
  });
  const order = new Map(input.made.plan.instances.map((plan, index) => [plan.instance.id, index]));
  const indexOf = (id: InstanceId) => order.get(id) ?? 0;
  return {
    plans: [...applied.plans].sort((a, b) => indexOf(a.instance.id) - indexOf(b.instance.id)),
    outcomes: applied.outcomes,
    stages: applied.stages,
    fleet,
  };
}
