import type { InstancePlan } from '../../core/model/plan.ts';
import { isDown } from '../../core/model/server-look.ts';
import { activationPolicyOf } from '../../core/plan/activation-policy-of.ts';
import { isChanged } from '../gates.ts';
import { readRestartOrder, removeRestartOrder } from '../orders/restart-orders.ts';
import { readActivation } from './activation-note.ts';
import { momentOf } from './gate-by-server.ts';
import { lookAtServer } from './look-at-server.ts';
import { addressOf, type RoundInput, type Steered } from './round.ts';
import { readUnloaded, removeUnloaded, removeWaiting } from './waiting-notes.ts';

/** A server that is to be restarted, with or without files to be written. */
export interface DueRestart {
  readonly plan: InstancePlan;
  /** What was written already and is not loaded. */
  readonly runId: string | null;
}

/** Servers without changes whose moment has come: somebody ordered a restart, or they run on old values. */
export async function dueRestarts(steered: Steered, input: RoundInput): Promise<readonly DueRestart[]> {
  const due: DueRestart[] = [];
  for (const plan of input.plans) {
    const restart = await dueRestart(steered, input, plan);
    if (restart !== undefined) due.push(restart);
  }
  return due;
}

async function dueRestart(
  { host, amp }: Steered,
  { made, fleet }: RoundInput,
  plan: InstancePlan,
): Promise<DueRestart | undefined> {
  const { id } = plan.instance;
  const order = readRestartOrder(amp.notes, id);
  const unloaded = readUnloaded(amp.notes, id);
  if ((order === undefined && unloaded === undefined) || isChanged(plan) || plan.blocked !== undefined) {
    return undefined;
  }
  const address = addressOf(made, plan.instance);
  if (address === undefined || readActivation(amp.notes, id) !== undefined) return undefined;
  const look = await lookAtServer(host, address);
  const wasStarted = look.startedAt !== undefined && unloaded !== undefined && look.startedAt > unloaded.at;
  if (isDown(look) || wasStarted) {
    // Whoever starts it, or has started it meanwhile, has it read its files.
    removeUnloaded(amp.notes, id);
    removeRestartOrder(amp.notes, id);
    removeWaiting(amp.notes, id);
    return undefined;
  }
  if (look.state !== 'ready' && look.state !== 'sleeping') return undefined;
  const policy = activationPolicyOf(fleet.policy, plan.instance);
  const moment = momentOf(host, amp, { plan, policy, look, since: order?.at ?? unloaded?.at });
  return moment.kind === 'open' ? { plan, runId: unloaded?.runId ?? null } : undefined;
}
