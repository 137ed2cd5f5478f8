import type { InstanceId } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import type { MadePlan } from '../make-plan.ts';
import type { ExtraFacts } from '../report-pass.ts';
import type { RolloutNote } from './rollout-note.ts';

/**
 * Adds to a pass's facts that a server still runs on what was in its files before an earlier pass wrote them. Only
 * instances that were left so are looked at.
 */
export function withUnloaded(
  host: Pick<HostWriters, 'control' | 'history'>,
  made: Pick<MadePlan, 'locations'>,
  { rollout, factsOf }: UnloadedInput,
): (plan: InstancePlan) => ExtraFacts {
  const writtenAt = new Map<InstanceId, number>();
  for (const { id, state, outcome } of rollout?.instances ?? []) {
    const at = outcome?.id == null ? undefined : host.history.get(outcome.id)?.at;
    if (state === 'AppliedNotLoaded' && at !== undefined) writtenAt.set(id, at);
  }
  return (plan) => {
    const facts = factsOf(plan);
    const at = writtenAt.get(plan.instance.id);
    const location = made.locations.get(plan.instance.id);
    if (at === undefined || facts.outcome?.kind === 'applied' || location?.kind !== 'found') return facts;
    const state = host.control.processState(location.root);
    return { ...facts, runsOldValues: state.kind === 'running' && state.startedAt < at };
  };
}

interface UnloadedInput {
  readonly rollout: RolloutNote | undefined;
  readonly factsOf: (plan: InstancePlan) => ExtraFacts;
}
