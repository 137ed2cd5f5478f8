import type { InstanceId } from '../../core/model/instance.ts';
import type { Log } from '../../ports/log.ts';
import { type ApplyRequest, applyPlan, type InstanceOutcome } from '../apply/apply-plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { requireStore } from '../apply/require-store.ts';
import { planIdOf } from '../make-plan.ts';
import { readActivation } from './activation-note.ts';
import { awaitTurns } from './await-turns.ts';
import { confirmStillDown } from './confirm-down.ts';
import { announceLiveWrites, followWrites } from './follow-writes.ts';
import { judgeStarts } from './judge-start.ts';
import type { RoundInput, RoundResult } from './round.ts';
import { setAmpSettings, unsetAmpSettings } from './set-amp-settings.ts';

/**
 * Applies what can be written at this moment and puts the other servers on their way, each in its turn. Without AMP it
 * is a plain apply.
 */
export async function applyRound(host: HostWriters, log: Log, given: RoundInput): Promise<RoundResult> {
  const { amp } = host;
  const input = { ...given, plans: await requireStore(host, given.plans) };
  if (amp === undefined) return { plans: input.plans, outcomes: await applyNow(host, input) };
  const steered = { host, amp, log };
  const down = { ...input, plans: await confirmStillDown(steered, input) };
  const judged = { ...down, plans: judgeStarts(steered, down) };
  const set = await setAmpSettings(steered, judged);
  const ready = { ...input, plans: set.plans };
  const announced = announceLiveWrites(steered, ready);
  const isDownForFiles = (instance: InstanceId) => readActivation(amp.notes, instance)?.step === 'down';
  const shouldStop = (instance: InstanceId) => !isDownForFiles(instance) && input.shouldStop();
  const outcomes = await applyNow(host, { ...ready, shouldStop });
  await unsetAmpSettings(steered, set, outcomes);
  followWrites(steered, ready, { announced, outcomes });
  return { plans: await awaitTurns(steered, ready), outcomes };
}

async function applyNow(
  host: HostWriters,
  { made, plans, onInstance, shouldStop }: Omit<RoundInput, 'shouldStop'> & Pick<ApplyRequest, 'shouldStop'>,
): Promise<readonly InstanceOutcome[]> {
  const plan = { ...made.plan, id: planIdOf(host, plans), instances: plans };
  const { outcomes } = await applyPlan(host, { plan, locations: made.locations, onInstance, shouldStop });
  return outcomes;
}
