import type { Fleet } from '../../core/model/desired-state.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { activationPolicyOf } from '../../core/plan/activation-policy-of.ts';
import { isChanged } from '../gates.ts';
import { readRestartOrder } from '../orders/restart-orders.ts';
import { type ActivationNote, listActivations, readActivation } from './activation-note.ts';
import { turnOf } from './admission.ts';
import { beginRestart } from './begin-activation.ts';
import { callOffUnwanted } from './call-off-unwanted.ts';
import { type DueRestart, dueRestarts } from './due-restarts.ts';
import { momentOf } from './gate-by-server.ts';
import { lookAtServer } from './look-at-server.ts';
import { addressOf, beginningOf, type RoundInput, revisionCause, type Steered } from './round.ts';
import { ampNodesOf } from './set-amp-settings.ts';
import { readWaiting, removeWaiting, writeWaiting } from './waiting-notes.ts';

/** Puts servers on their way whose moment and turn have come; gives the plans with what the others wait for. */
export async function awaitTurns(steered: Steered, input: RoundInput): Promise<readonly InstancePlan[]> {
  await callOffUnwanted(steered, input);
  const plans: InstancePlan[] = [];
  for (const plan of input.plans) {
    keepWaiting(steered, plan);
    plans.push(await awaitTurn(steered, input, plan));
  }
  const due = input.shouldStop() ? [] : await dueRestarts(steered, input);
  for (const restart of due) await beginInTurn(steered, input, restart);
  return plans;
}

/** Remembers since when an instance waits, so that merges that come later don't make it wait longer. */
function keepWaiting({ host, amp }: Steered, { instance, blocked }: InstancePlan): void {
  const code = blocked?.code;
  const isWaiting = code === SERVER_CODES.waiting || code === SERVER_CODES.mayRestart;
  if (!isWaiting) {
    if (code === undefined && readActivation(amp.notes, instance.id) === undefined) {
      removeWaiting(amp.notes, instance.id);
    }
  } else if (readWaiting(amp.notes, instance.id) === undefined) {
    writeWaiting(amp.notes, instance.id, { since: host.clock.now() });
  }
}

async function awaitTurn(steered: Steered, input: RoundInput, plan: InstancePlan): Promise<InstancePlan> {
  if (plan.blocked?.code !== SERVER_CODES.mayRestart || input.shouldStop()) return plan;
  const refused = await beginInTurn(steered, input, { plan, runId: null });
  const blocked =
    refused === undefined
      ? {
          code: SERVER_CODES.restarting,
          message: 'restarting',
          help: 'Nothing to do: the agent goes on with it.',
        }
      : {
          code: SERVER_CODES.waiting,
          message: refused,
          help: 'Nothing to do: it follows by itself.',
        };
  return { ...plan, blocked };
}

/** Undefined when it has begun, else why it must wait. */
async function beginInTurn(
  steered: Steered,
  input: RoundInput,
  { plan, runId }: DueRestart,
): Promise<string | undefined> {
  const { host, amp, log } = steered;
  const { instance } = plan;
  const beginning = beginningOf(steered, input, instance);
  if (beginning === undefined) return 'waiting: the instance is not there';
  const refused = await turnOf(instance, turnInput(steered, input));
  if (refused !== undefined) return refused;
  const look = await lookAtServer(host, beginning.address);
  const moment = momentOf(host, amp, { plan, policy: beginning.policy, look });
  if (moment.kind === 'wait') return 'waiting: players';
  const order = readRestartOrder(amp.notes, instance.id);
  const cause = isChanged(plan) || order === undefined ? revisionCause(input, instance) : orderCause(order);
  beginRestart(amp.notes, { ...beginning, cause, isForced: moment.isForced, runId, nodes: ampNodesOf(plan) });
  log.info('a server is on its way', { instance: instance.id, step: 'measuring', forced: moment.isForced });
  return undefined;
}

function orderCause({
  by,
  reason,
}: {
  readonly by: string;
  readonly reason: string;
}): ActivationNote['cause'] {
  return { kind: 'order', digest: '', revision: '', planId: '', by, reason };
}

function turnInput({ host, amp }: Steered, { made, fleet, plans }: RoundInput) {
  const ofHost = made.plan.instances.map(({ instance }) => instance);
  return {
    underWay: listActivations(amp.notes),
    waiting: plans.filter((plan) => isWaitingForServer(plan, fleet)).map(({ instance }) => instance),
    instances: ofHost,
    keepUp: fleet.policy.keepUp,
    lookAt: (instance: InstancePlan['instance']) => {
      const address = addressOf(made, instance);
      const unknown = { state: 'unknown', players: undefined, startedAt: undefined, detail: '' } as const;
      return address === undefined ? Promise.resolve(unknown) : lookAtServer(host, address);
    },
    now: host.clock.now(),
  };
}

/** Those of which nobody knows how long it takes, such as an order that does not come, hold no proxy up for ever. */
function isWaitingForServer({ instance, blocked }: InstancePlan, { policy }: Fleet): boolean {
  if (blocked?.code === SERVER_CODES.mayRestart) return true;
  const isByOrder = activationPolicyOf(policy, instance).restart.kind === 'manual';
  return blocked?.code === SERVER_CODES.waiting && !isByOrder;
}
