import type { InstancePlan } from '../../core/model/plan.ts';
import type { ChangePolicy } from '../../core/plan/decide-change.ts';
import type { MadePlan } from '../make-plan.ts';
import type { AcceptedRevision } from './accepted-revision.ts';

export interface PlannedForApply {
  readonly made: MadePlan;
  readonly isAsApproved: boolean;
  /** Names of changed instances whose changes nobody has seen. */
  readonly replanned: readonly string[];
}

/**
 * The plan to apply: instance by instance what the reviewers saw, live values included, else a plan that holds
 * conflicts, since nobody has looked at what it would overwrite.
 */
export async function approvedOrCareful(
  plan: (conflicts: ChangePolicy['conflicts']) => Promise<MadePlan>,
  { approved, how }: Pick<AcceptedRevision, 'approved' | 'how'>,
): Promise<PlannedForApply> {
  const made = await plan('write');
  const seen = new Map(approved?.instances ?? []);
  const isSeen = ({ instance }: InstancePlan) => {
    const digest = made.digests.get(instance.id);
    return digest !== undefined && digest === seen.get(instance.id);
  };
  const unseen = made.plan.instances.filter(
    (planned) => made.digests.has(planned.instance.id) && !isSeen(planned),
  );
  const isAsApproved = approved !== null && unseen.length === 0 && made.digests.size > 0;
  // Where nobody had to approve, nobody has seen another plan.
  const isPromised = approved !== null || how === 'reviewed';
  const replanned = isPromised ? unseen.map(({ instance }) => instance.name) : [];
  if (!unseen.some(hasConflict)) return { made, isAsApproved, replanned };
  const careful = await plan('hold');
  const carefulOf = new Map(careful.plan.instances.map((planned) => [planned.instance.id, planned]));
  const instances = made.plan.instances.map((planned) =>
    isSeen(planned) ? planned : (carefulOf.get(planned.instance.id) ?? planned),
  );
  return { made: { ...made, plan: { ...made.plan, instances } }, isAsApproved, replanned };
}

function hasConflict(plan: InstancePlan): boolean {
  return plan.files.some((file) => file.changes.some((change) => change.verdict === 'conflicting'));
}
