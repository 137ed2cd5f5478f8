import type { InstanceId } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { isDown, type ServerLook } from '../../core/model/server-look.ts';
import { activationPolicyOf } from '../../core/plan/activation-policy-of.ts';
import { liveWaitingText, waitingText } from '../../core/plan/waiting-text.ts';
import { isChanged } from '../gates.ts';
import type { AmpSight, HostReaders } from '../host-state.ts';
import type { MadePlan } from '../make-plan.ts';
import { readRestartOrder, removeRestartOrder } from '../orders/restart-orders.ts';
import { readActivation } from './activation-note.ts';
import { momentOf } from './gate-by-server.ts';
import { lookAtServer } from './look-at-server.ts';
import { addressOf, type RoundInput, type Steered } from './round.ts';
import { readUnloaded, removeUnloaded, removeWaiting, type UnloadedFiles } from './waiting-notes.ts';

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
  steered: Steered,
  { made, fleet }: RoundInput,
  plan: InstancePlan,
): Promise<DueRestart | undefined> {
  const { host, amp } = steered;
  const { id } = plan.instance;
  const wish = wishOf(amp, plan);
  const address = addressOf(made, plan.instance);
  if (wish === undefined || address === undefined) return undefined;
  const look = await lookAtServer(host, address);
  if (isDown(look) || wasStarted(look, wish)) {
    // Whoever starts it, or has started it meanwhile, has it read its files.
    removeUnloaded(amp.notes, id);
    removeRestartOrder(amp.notes, id);
    removeWaiting(amp.notes, id);
    return undefined;
  }
  if (look.state !== 'ready' && look.state !== 'sleeping') return undefined;
  const policy = activationPolicyOf(fleet.policy, plan.instance);
  const moment = momentOf(host, amp, { plan, policy, look, since: wish.since });
  return moment.kind === 'open' ? { plan, runId: wish.unloaded?.runId ?? null } : undefined;
}

interface RestartWish {
  readonly unloaded: UnloadedFiles | undefined;
  readonly since: number | undefined;
}

/** Why a server without changes is to be restarted; undefined where nobody and nothing wants it, or it is on its way. */
function wishOf({ notes }: Pick<AmpSight, 'notes'>, plan: InstancePlan): RestartWish | undefined {
  const { id } = plan.instance;
  const order = readRestartOrder(notes, id);
  const unloaded = readUnloaded(notes, id);
  const isWanted = order !== undefined || unloaded !== undefined;
  if (!isWanted || isChanged(plan) || plan.blocked !== undefined) return undefined;
  if (readActivation(notes, id) !== undefined) return undefined;
  return { unloaded, since: order?.at ?? unloaded?.at };
}

function wasStarted({ startedAt }: ServerLook, { unloaded }: RestartWish): boolean {
  return startedAt !== undefined && unloaded !== undefined && startedAt > unloaded.at;
}

/** What servers without changes wait for before they are restarted, with who is on, for who looks now. */
export async function waitingRestarts(
  host: HostReaders,
  made: Pick<MadePlan, 'plan' | 'locations' | 'desired'>,
): Promise<ReadonlyMap<InstanceId, string>> {
  const { amp } = host;
  const waiting = new Map<InstanceId, string>();
  if (amp === undefined) return waiting;
  for (const plan of made.plan.instances) {
    const wish = wishOf(amp, plan);
    const address = addressOf(made, plan.instance);
    if (wish === undefined || address === undefined) continue;
    const { fleet } = await made.desired();
    const policy = activationPolicyOf(fleet.policy, plan.instance);
    const look = await lookAtServer(host, address);
    const moment = momentOf(host, amp, { plan, policy, look, since: wish.since });
    if (moment.kind === 'open') continue;
    const text = waitingText({ moment, policy, instance: plan.instance.name, now: host.clock.now() });
    waiting.set(plan.instance.id, liveWaitingText(text, look.players ?? null));
  }
  return waiting;
}
