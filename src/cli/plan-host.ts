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
  asked: Pick<PlanRequest, 'conflicts' | 'budget'>,
): Promise<MadePlan> {
  const progress = createProgress(context, 'looking at instances');
  try {
    return await makePlan(host, {
      host: options.host,
      instances: options.instance ?? [],
      ref: options.revision,
      heal: options.heal ?? false,
      ...asked,
      ignoreBudget: options.ignoreBudget ?? false,
      full: options.full ?? false,
      onInstance: progress.step,
    });
  } finally {
    progress.stop();
  }
}
