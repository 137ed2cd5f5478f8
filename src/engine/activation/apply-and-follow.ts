import type { Log } from '../../ports/log.ts';
import { applyPlan, type InstanceOutcome } from '../apply/apply-plan.ts';
import type { AmpHands, HostWriters } from '../apply/host-writers.ts';
import type { MadePlan } from '../make-plan.ts';
import { isBusy, isHeldDown, listActivations, restOf } from './activation-note.ts';
import { applyRound } from './apply-round.ts';
import type { RoundResult } from './round.ts';
import { tendActivations } from './tend-activations.ts';

export interface FollowedApply {
  readonly made: MadePlan;
  /** The same plan once more, as the files are by then. */
  readonly replan: () => Promise<MadePlan>;
  readonly onInstance: (outcome: InstanceOutcome) => void;
  /** True: no other server is begun with, and only those that are down are brought up again. */
  readonly shouldStop: () => boolean;
  readonly pause: (millis: number) => Promise<void>;
}

/**
 * Applies a plan and stays until its servers run on it or wait for a better moment. Without AMP it is a plain apply.
 */
export async function applyAndFollow(
  host: HostWriters,
  log: Log,
  input: FollowedApply,
): Promise<RoundResult & { readonly made: MadePlan }> {
  const { amp } = host;
  if (amp === undefined) return applyPlainly(host, input);
  const outcomes = new Map<string, InstanceOutcome>();
  const round = async (made: MadePlan) => {
    const { fleet } = await made.desired();
    const { onInstance, shouldStop } = input;
    const { plans, outcomes: now } = await applyRound(host, log, {
      made,
      fleet,
      plans: made.plan.instances,
      onInstance,
      shouldStop,
    });
    for (const outcome of now) keepTelling(outcomes, outcome);
    return { ...made, plan: { ...made.plan, instances: plans } };
  };
  let made = await round(input.made);
  const isPatient = createPatience(host, log, input);
  while (isFollowed(amp, host, input) && isPatient()) {
    const { hasMoved, needsPlan } = await tendActivations({ host, amp, log }, (note) =>
      input.shouldStop() ? isHeldDown(note) : true,
    );
    if (needsPlan || hasMoved) made = await round(await input.replan());
    await input.pause(Math.max(200, shortestRest(amp, host)));
  }
  return { made, plans: made.plan.instances, outcomes: [...outcomes.values()] };
}

/** The fleet's policy is not even read: nothing can be restarted here. */
async function applyPlainly(
  host: HostWriters,
  { made, onInstance, shouldStop }: FollowedApply,
): Promise<RoundResult & { readonly made: MadePlan }> {
  const { plan, locations } = made;
  const { outcomes } = await applyPlan(host, { plan, locations, onInstance, shouldStop });
  return { made, plans: plan.instances, outcomes };
}

/** What was written once is told, also when there is nothing left to do by the next look. */
function keepTelling(outcomes: Map<string, InstanceOutcome>, outcome: InstanceOutcome): void {
  const known = outcomes.get(outcome.instance);
  if (known === undefined || isQuiet(known) || !isQuiet(outcome)) outcomes.set(outcome.instance, outcome);
}

function isQuiet({ kind }: InstanceOutcome): boolean {
  return kind === 'unchanged' || kind === 'blocked' || kind === 'skipped';
}

/** Whoever interrupts waits only so long for servers that can't be started, such as while AMP is away. */
const LONGEST_ENDING_MILLIS = 120_000;

function createPatience({ clock }: HostWriters, log: Log, { shouldStop }: FollowedApply): () => boolean {
  let until: number | undefined;
  return () => {
    if (!shouldStop()) return true;
    until ??= clock.now() + LONGEST_ENDING_MILLIS;
    if (clock.now() < until) return true;
    log.error('Servers are left down', { next: 'the agent, or the next apply, goes on with them' });
    return false;
  };
}

function isFollowed(amp: AmpHands, { clock }: HostWriters, { shouldStop }: FollowedApply): boolean {
  const now = clock.now();
  return listActivations(amp.notes).some((note) => (shouldStop() ? isHeldDown(note) : isBusy(note, now)));
}

function shortestRest(amp: AmpHands, { clock }: HostWriters): number {
  const now = clock.now();
  return Math.min(5000, ...listActivations(amp.notes).map((note) => restOf(note, now)));
}
