import type { Log } from '../../ports/log.ts';
import { applyPlan, type InstanceOutcome } from '../apply/apply-plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { planIdOf } from '../make-plan.ts';
import { awaitTurns } from './await-turns.ts';
import { followWrites } from './follow-writes.ts';
import type { RoundInput, RoundResult } from './round.ts';
import { setAmpSettings, unsetAmpSettings } from './set-amp-settings.ts';

/**
 * Applies what can be written at this moment and puts the other servers on their way, each in its turn. Without AMP it
 * is a plain apply.
 */
export async function applyRound(host: HostWriters, log: Log, input: RoundInput): Promise<RoundResult> {
  const { amp } = host;
  if (amp === undefined) return { plans: input.plans, outcomes: await applyNow(host, input) };
  const steered = { host, amp, log };
  const set = await setAmpSettings(steered, input);
  const ready = { ...input, plans: set.plans };
  const outcomes = await applyNow(host, ready);
  await unsetAmpSettings(steered, set, outcomes);
  followWrites(steered, ready, outcomes);
  return { plans: await awaitTurns(steered, ready), outcomes };
}

async function applyNow(
  host: HostWriters,
  { made, plans, onInstance, shouldStop }: RoundInput,
): Promise<readonly InstanceOutcome[]> {
  const plan = { ...made.plan, id: planIdOf(host, plans), instances: plans };
  const { outcomes } = await applyPlan(host, { plan, locations: made.locations, onInstance, shouldStop });
  return outcomes;
}
