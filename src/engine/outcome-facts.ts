import type { InstancePlan } from '../core/model/plan.ts';
import type { InstanceOutcomeFacts } from '../core/report/report.ts';
import type { ApplyResult, InstanceOutcome } from './apply/apply-plan.ts';
import type { HostReaders } from './host-state.ts';
import type { MadePlan } from './make-plan.ts';
import type { ExtraFacts } from './report-pass.ts';

/** What an apply did to each instance, and whether its server now runs on values that are no longer in its files. */
export function outcomeFacts(
  host: Pick<HostReaders, 'control'>,
  made: MadePlan,
  result: ApplyResult,
): (plan: InstancePlan) => ExtraFacts {
  const outcomes = new Map(result.outcomes.map((outcome) => [outcome.instance, outcome]));
  return ({ instance }) => {
    const outcome = outcomes.get(instance.id);
    if (outcome === undefined) return {};
    const location = made.locations.get(instance.id);
    const isRunning =
      outcome.kind === 'applied' &&
      location?.kind === 'found' &&
      host.control.processState(location.root).kind === 'running';
    return { outcome: factsOf(outcome), runsOldValues: isRunning };
  };
}

function factsOf(outcome: InstanceOutcome): InstanceOutcomeFacts {
  switch (outcome.kind) {
    case 'applied': {
      const { kind, id, files, keys } = outcome;
      return { kind, id, files, keys, failure: null };
    }
    case 'failed': {
      const { kind, message, next } = outcome.failure;
      const failure = { code: kind, message, help: next };
      return { kind: 'failed', id: null, files: 0, keys: 0, failure };
    }
    case 'unchanged':
    case 'blocked':
    case 'skipped':
      return { kind: outcome.kind, id: null, files: 0, keys: 0, failure: null };
  }
}
