import type { Instance } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { isDown, type ServerLook } from '../../core/model/server-look.ts';
import { isChanged } from '../gates.ts';
import { readActivation } from './activation-note.ts';
import { unclear } from './gate-by-server.ts';
import { lookAtServer } from './look-at-server.ts';
import { addressOf, type RoundInput, type Steered } from './round.ts';

/** Two looks that far apart must agree: a crash loop shows every state for a moment. */
export const CONFIRM_MILLIS = 1500;

/**
 * Looks once more at servers that somebody else has stopped, before their files are written; one that is not down any
 * more is blocked. Rests once for all of them. Those that homeamp stopped were seen down twice already.
 */
export async function confirmStillDown(
  steered: Steered,
  input: RoundInput,
): Promise<readonly InstancePlan[]> {
  const isDoubtful = (plan: InstancePlan) => isToBeWritten(plan) && wasFoundDown(steered, input, plan);
  if (!input.plans.some(isDoubtful)) return input.plans;
  await steered.amp.rest(CONFIRM_MILLIS);
  const plans: InstancePlan[] = [];
  for (const plan of input.plans) {
    const look = isDoubtful(plan) ? await lookAgain(steered, input, plan.instance) : undefined;
    const isUp = look !== undefined && !isDown(look);
    plans.push(isUp ? { ...plan, blocked: unclear(plan, look) } : plan);
  }
  return plans;
}

function isToBeWritten(plan: InstancePlan): boolean {
  return plan.blocked === undefined && isChanged(plan);
}

function wasFoundDown({ amp }: Steered, { made }: RoundInput, { instance }: InstancePlan): boolean {
  const look = made.looks.get(instance.id);
  return look !== undefined && isDown(look) && readActivation(amp.notes, instance.id)?.step !== 'down';
}

function lookAgain(
  { host }: Steered,
  { made }: RoundInput,
  instance: Instance,
): Promise<ServerLook | undefined> {
  const address = addressOf(made, instance);
  return address === undefined ? Promise.resolve(undefined) : lookAtServer(host, address);
}
