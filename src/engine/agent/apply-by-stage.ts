import type { Fleet } from '../../core/model/desired-state.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { isFailedOnServer, isOnlyTiming } from '../../core/model/server-codes.ts';
import { activationPolicyOf } from '../../core/plan/activation-policy-of.ts';
import { applyRound } from '../activation/apply-round.ts';
import { startForgotten } from '../activation/follow-writes.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import type { MadePlan } from '../make-plan.ts';
import type { AgentHost } from './agent-host.ts';
import { gateByWindow } from './gate-by-window.ts';
import { hasRevisionChanges } from './revision-changes.ts';
import type { StageWord } from './stage-words.ts';
import { type StageWatch, watchStages } from './stages.ts';
import { waitForHosts } from './wait-for-hosts.ts';
import { wordOfStage } from './word-of-stage.ts';

export interface StagedApply {
  readonly made: MadePlan;
  readonly fleet: Fleet;
  readonly sha: CommitSha;
  /** True while an instance's server runs on what was in its files before. */
  readonly runsOldValues: (instance: InstanceId, outcome: InstanceOutcome | undefined) => boolean;
  readonly shouldStop: () => boolean;
}

/** How far this host is with one stage of the revision. */
export interface StageOutcome {
  readonly stage: string;
  readonly word: StageWord;
  /** When it has soaked, in milliseconds since 1970, UTC; undefined unless it soaks. */
  readonly until: number | undefined;
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
  // Without AMP nothing is stopped here, so that nobody has to stand in.
  const takesTurns = host.amp !== undefined;
  let hasFailed = false;
  for (const stage of [undefined, ...input.fleet.stages]) {
    const ofStage = input.made.plan.instances.filter(({ instance }) => instance.stage === stage);
    if (ofStage.length === 0) continue;
    const gated = await gateStage(agent, watch, { ...input, stage, plans: ofStage, takesTurns });
    const round = await applyRound(host, agent.log, {
      ...input,
      plans: gated,
      onInstance: () => undefined,
      shouldStop: () => hasFailed || input.shouldStop(),
    });
    hasFailed ||= round.outcomes.some(({ kind }) => kind === 'failed');
    plans.push(...round.plans);
    outcomes.push(...round.outcomes);
    if (stage === undefined) continue;
    const word = wordOfStage(agent, host, { ...input, ...round, stage });
    watch.tell(stage, word.word);
    stages.push({ stage, ...word });
  }
  // A host without instances has no stage either.
  if (host.amp !== undefined) startForgotten({ host, amp: host.amp, log: agent.log }, input.made);
  return { plans, outcomes, stages };
}

interface GatedStage extends StagedApply {
  readonly stage: string | undefined;
  readonly plans: readonly InstancePlan[];
  /** Whether groups that are kept up take turns with other hosts. */
  readonly takesTurns: boolean;
}

/** The stage's gate, then a failure's within the stage, then other hosts' turns, then the window's. */
async function gateStage(
  agent: AgentHost,
  watch: StageWatch,
  input: GatedStage,
): Promise<readonly InstancePlan[]> {
  const { stage, plans } = input;
  const isWaiting = (plan: InstancePlan) => isOnlyTiming(plan.blocked) && hasRevisionChanges(plan);
  const waiting = stage === undefined || !plans.some(isWaiting) ? undefined : await watch.waitFor(stage);
  const stopped = waiting ?? stoppedBy(plans);
  const time = { calendar: agent.calendar, now: agent.clock.now() };
  const gated: InstancePlan[] = [];
  for (const plan of plans) {
    const blocked = isWaiting(plan) ? (stopped ?? (await turnOfHost(watch, input, plan))) : undefined;
    const policy = activationPolicyOf(input.fleet.policy, plan.instance);
    gated.push(blocked === undefined ? gateByWindow(plan, policy, time) : { ...plan, blocked });
  }
  return gated;
}

async function turnOfHost(
  watch: StageWatch,
  { takesTurns, fleet }: GatedStage,
  { instance }: InstancePlan,
): Promise<BlockedReason | undefined> {
  return takesTurns ? waitForHosts(watch, fleet, instance) : undefined;
}

/** A change that one server did not do well with is not tried on the next. */
function stoppedBy(plans: readonly InstancePlan[]): BlockedReason | undefined {
  const failed = plans.find(({ blocked }) => isFailedOnServer(blocked));
  if (failed === undefined) return undefined;
  return {
    code: 'rollout-stopped',
    message: `the rollout stopped: ${failed.instance.name} did not do well with it`,
    help: `Look at ${failed.instance.name}, then correct the change in Git.`,
  };
}
