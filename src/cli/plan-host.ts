import type { Plan } from '../core/model/plan.ts';
import { decideActivation } from '../core/plan/decide-activation.ts';
import type { Report } from '../core/report/report.ts';
import type { InstanceFacts } from '../core/report/summarize-instance.ts';
import { summarizePass } from '../core/report/summarize-pass.ts';
import type { HostReaders } from '../engine/host-state.ts';
import { type MadePlan, makePlan, type PlanRequest } from '../engine/make-plan.ts';
import type { CliContext } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { createProgress } from './print/progress.ts';

/** The plan that the options ask for, with progress on a terminal. */
export async function planHost(
  context: CliContext,
  host: HostReaders,
  options: CliOptions,
  conflicts: PlanRequest['conflicts'],
): Promise<MadePlan> {
  const progress = createProgress(context, 'looking at instances');
  try {
    return await makePlan(host, {
      host: options.host,
      instances: options.instance ?? [],
      ref: options.revision,
      heal: options.heal ?? false,
      conflicts,
      ignoreBudget: options.ignoreBudget ?? false,
      full: options.full ?? false,
      onInstance: progress.step,
    });
  } finally {
    progress.stop();
  }
}

/** What a report adds to the plan of an instance. */
export type ExtraFacts = Omit<InstanceFacts, 'activation'>;

export function reportOn(
  context: CliContext,
  made: MadePlan,
  factsOf: (instance: Plan['instances'][number]) => ExtraFacts = () => ({}),
): Report {
  const facts = new Map(
    made.plan.instances.map((plan) => [
      plan.instance.id,
      { activation: decideActivation(plan.files), ...factsOf(plan) },
    ]),
  );
  return summarizePass({
    plan: made.plan,
    unknownFolders: made.unknown.map((local) => local.folder),
    version: context.version,
    factsOf: (id) => facts.get(id) ?? { activation: { kind: 'none' } },
  });
}
