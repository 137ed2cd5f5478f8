import type { KeyVerdict } from '../../core/model/drift.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { isChanged } from '../gates.ts';

/** True when the revision itself asks for changes; putting back what people edited by hand does not count. */
export function hasRevisionChanges(plan: InstancePlan): boolean {
  return plan.files.some((file) =>
    [...file.changes, ...file.held].some(({ verdict }) => ASKED_BY_REVISION.has(verdict)),
  );
}

const ASKED_BY_REVISION: ReadonlySet<KeyVerdict> = new Set(['pending', 'unadopted', 'conflicting']);

/** True when an apply of this plan would write something. */
export function isWritable(plan: InstancePlan): boolean {
  return plan.blocked === undefined && isChanged(plan);
}
