import type { BlockedReason, FilePlan, InstancePlan } from '../model/plan.ts';
import type { BudgetPolicy } from '../model/policy.ts';

export interface BudgetInput {
  readonly budget: BudgetPolicy;
  readonly instances: readonly InstancePlan[];
  /** All managed instances of the host, whether planned now or not. */
  readonly managedCount: number;
  /** True for an instance that has applied records: the first adoption of a new one is no commit's doing. */
  readonly isAdopted: (plan: InstancePlan) => boolean;
}

/** Undefined when one revision's changes stay within the bounds. Healing what people edited by hand does not count. */
export function checkBudget(input: BudgetInput): BlockedReason | undefined {
  const counted = input.instances.filter((plan) => plan.blocked === undefined && input.isAdopted(plan));
  const keys = counted.map((plan) => plan.files.reduce((sum, file) => sum + revisionChanges(file), 0));
  const changedInstances = keys.filter((count) => count > 0).length;
  const changedKeys = keys.reduce((sum, count) => sum + count, 0);
  const instanceBound = boundOf(input.budget, input.managedCount);
  if (instanceBound !== undefined && changedInstances > instanceBound) {
    return overBudget(
      `${changedInstances} instances would change, and the budget allows ${instanceBound} of ${input.managedCount}`,
    );
  }
  if (input.budget.keys !== undefined && changedKeys > input.budget.keys) {
    return overBudget(`${changedKeys} keys would change, and the budget allows ${input.budget.keys}`);
  }
  return undefined;
}

function revisionChanges(file: FilePlan): number {
  return file.changes.filter((change) => change.verdict !== 'drifted').length;
}

function boundOf(budget: BudgetPolicy, managedCount: number): number | undefined {
  if (budget.instances === undefined) return undefined;
  if (budget.instances.kind === 'count') return budget.instances.value;
  return Math.max(1, Math.ceil((managedCount * budget.instances.value) / 100));
}

function overBudget(message: string): BlockedReason {
  return {
    code: 'budget',
    message,
    help: 'Split the change into smaller commits, raise policy.budget in fleet.yaml in a commit of its own, or apply it by hand with --ignore-budget after reading the plan.',
  };
}
