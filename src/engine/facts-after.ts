import type { InstanceId } from '../core/model/instance.ts';
import type { InstancePlan } from '../core/model/plan.ts';
import { serverFacts } from './activation/server-facts.ts';
import type { InstanceOutcome } from './apply/apply-plan.ts';
import type { HostReaders } from './host-state.ts';
import type { MadePlan } from './make-plan.ts';
import { reportOutcome } from './report-outcome.ts';
import type { ExtraFacts } from './report-pass.ts';
import { runsOldValues } from './runs-old-values.ts';

interface Done {
  readonly outcomes: readonly InstanceOutcome[];
  /** When files were written by an earlier pass that a server did not use afterwards. */
  readonly unloadedSince?: (instance: InstanceId) => number | undefined;
}

/** What is added to plans once they were applied: what was done, and which servers do not use it yet. */
export function factsAfter(
  host: Pick<HostReaders, 'amp' | 'control'>,
  made: Pick<MadePlan, 'locations' | 'looks'>,
  { outcomes, unloadedSince = () => undefined }: Done,
): (plan: InstancePlan) => ExtraFacts {
  const ofServer = serverFacts(host, made);
  return (plan) => {
    const { id } = plan.instance;
    const outcome = outcomes.find(({ instance }) => instance === id);
    const question = { instance: id, outcome, unloadedSince: unloadedSince(id) };
    return {
      ...(outcome === undefined ? {} : { outcome: reportOutcome(outcome) }),
      runsOldValues: runsOldValues(host, made, question),
      ...ofServer(plan),
    };
  };
}
