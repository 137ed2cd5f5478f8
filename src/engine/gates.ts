import type { Fleet } from '../core/model/desired-state.ts';
import type { InstanceId } from '../core/model/instance.ts';
import type { BlockedReason, InstancePlan } from '../core/model/plan.ts';
import type { BudgetPolicy } from '../core/model/policy.ts';
import { checkBudget } from '../core/plan/check-budget.ts';
import { isSafeToWriteLive } from '../core/plan/decide-activation.ts';
import type { JournalEntry } from '../ports/state-store.ts';
import type { HostReaders } from './host-state.ts';

/** Blocks an instance whose running server could overwrite what is written. */
export function gateByProcess(host: HostReaders, plan: InstancePlan, root: string): InstancePlan {
  if (!isChanged(plan) || isSafeToWriteLive(plan.files)) return plan;
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

/** Blocks every changed instance when the revision changes more than the budget allows. */
export function gateByBudget(
  host: HostReaders,
  fleet: Fleet,
  { plans, budget }: { readonly plans: readonly InstancePlan[]; readonly budget: BudgetPolicy },
): readonly InstancePlan[] {
  const hostName = plans[0]?.instance.host;
  const managed = [...fleet.instances.values()].filter(
    (instance) => instance.managed && instance.host === hostName,
  );
  const over = checkBudget({
    budget,
    instances: plans,
    managedCount: managed.length,
    isAdopted: (plan) => host.applied.get(plan.instance.id).size > 0,
  });
  if (over === undefined) return plans;
  return plans.map((plan) =>
    isChanged(plan) && plan.blocked === undefined ? { ...plan, blocked: over } : plan,
  );
}

export function isChanged(plan: InstancePlan): boolean {
  return plan.files.some((file) => file.changes.length > 0);
}

/** Why an instance whose last run did not end must not be touched. */
export function unfinishedReason(
  unfinished: readonly JournalEntry[],
  instance: InstanceId,
): BlockedReason | undefined {
  const entry = unfinished.find((candidate) => candidate.instance === instance);
  if (entry === undefined) return undefined;
  if (entry.step !== 'frozen') return INTERRUPTED;
  return {
    code: 'frozen',
    message: 'putting back an earlier apply failed, so the instance is frozen',
    help: `Mend the cause, then run \`homeamp rollback ${entry.id}\`; with --keep-files it leaves the files as they are.`,
  };
}

const INTERRUPTED: BlockedReason = {
  code: 'interrupted',
  message: 'an apply was interrupted and has not been recovered yet',
  help: 'Run `homeamp apply`: it recovers first.',
};
