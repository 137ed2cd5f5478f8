import type { InstancePlan } from '../../core/model/plan.ts';

/** True when the revision itself asks for changes; putting back what people edited by hand does not count. */
export function hasRevisionChanges(plan: InstancePlan): boolean {
  return plan.files.some((file) =>
    [...file.changes, ...file.held].some((change) => change.verdict !== 'drifted' && isWanted(change)),
  );
}

function isWanted(change: { readonly verdict: string }): boolean {
  return change.verdict === 'pending' || change.verdict === 'unadopted' || change.verdict === 'conflicting';
}

/** True when an apply of this plan would write something. */
export function isWritable(plan: InstancePlan): boolean {
  return plan.blocked === undefined && plan.files.some((file) => file.changes.length > 0);
}
