import type { Fleet } from '../../core/model/desired-state.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { applyPlan, type InstanceOutcome } from '../apply/apply-plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { type MadePlan, planIdOf } from '../make-plan.ts';
import type { AgentHost } from './agent-host.ts';
import { gateByWindow } from './gate-by-window.ts';
import { hasRevisionChanges } from './revision-changes.ts';
import { STAGE_WORDS, type StageWatch, type StageWord, watchStages } from './stages.ts';

export interface StagedApply {
  readonly made: MadePlan;
  readonly fleet: Fleet;
  readonly sha: CommitSha;
  readonly shouldStop: () => boolean;
}

/** How far this host is with one stage of the revision. */
export interface StageOutcome {
  readonly stage: string;
  readonly word: StageWord;
}

export interface StagedResult {
  readonly plans: readonly InstancePlan[];
  readonly outcomes: readonly InstanceOutcome[];
  readonly stages: readonly StageOutcome[];
}

/** Applies stage by stage: a later one begins when the earlier ones are done on every host. */
export async function applyByStage(
  agent: AgentHost,
  host: HostWriters,
  input: StagedApply,
): Promise<StagedResult> {
  const watch = watchStages(agent, input);
  const plans: InstancePlan[] = [];
  const outcomes: InstanceOutcome[] = [];
  const stages: StageOutcome[] = [];
  let hasFailed = false;
  for (const stage of [undefined, ...input.fleet.stages]) {
    const ofStage = input.made.plan.instances.filter(({ instance }) => instance.stage === stage);
    if (ofStage.length === 0) continue;
    const gated = await gateStage(agent, watch, { ...input, stage, plans: ofStage });
    const result = await applyPlan(host, {
      plan: { ...input.made.plan, id: planIdOf(host, gated), instances: gated },
      locations: input.made.locations,
      onInstance: () => undefined,
      shouldStop: () => hasFailed || input.shouldStop(),
    });
    hasFailed ||= result.outcomes.some(({ kind }) => kind === 'failed');
    plans.push(...gated);
    outcomes.push(...result.outcomes);
    if (stage === undefined) continue;
    const word = wordFor(gated, result.outcomes);
    watch.tell(stage, word);
    stages.push({ stage, word });
  }
  return { plans, outcomes, stages };
}

interface GatedStage extends StagedApply {
  readonly stage: string | undefined;
  readonly plans: readonly InstancePlan[];
}

/** The stage's gate, then the window's. */
async function gateStage(
  agent: AgentHost,
  watch: StageWatch,
  input: GatedStage,
): Promise<readonly InstancePlan[]> {
  const { stage, plans } = input;
  const isWaiting = (plan: InstancePlan) => plan.blocked === undefined && hasRevisionChanges(plan);
  const waiting = stage === undefined || !plans.some(isWaiting) ? undefined : await watch.waitFor(stage);
  const time = { calendar: agent.calendar, now: agent.clock.now() };
  return plans.map((plan) =>
    waiting !== undefined && isWaiting(plan)
      ? { ...plan, blocked: waiting }
      : gateByWindow(plan, input.fleet.policy.activation, time),
  );
}

/** Done when no instance has anything left that the revision asks for. */
function wordFor(plans: readonly InstancePlan[], outcomes: readonly InstanceOutcome[]): StageWord {
  if (outcomes.some(({ kind }) => kind === 'failed')) return STAGE_WORDS.failed;
  const isDone = plans.every((plan) => {
    if (plan.blocked !== undefined) return false;
    const outcome = outcomes.find(({ instance }) => instance === plan.instance.id);
    const isHeld = plan.files.some((file) => file.held.some(({ verdict }) => verdict !== 'drifted'));
    return !isHeld && (outcome?.kind === 'applied' || outcome?.kind === 'unchanged');
  });
  return isDone ? STAGE_WORDS.done : STAGE_WORDS.waits;
}
