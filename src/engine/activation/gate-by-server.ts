import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import type { ActivationPolicy } from '../../core/model/policy.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { isDown, type ServerLook } from '../../core/model/server-look.ts';
import { isSafeToWriteLive } from '../../core/plan/decide-activation.ts';
import { decideMoment, type Moment } from '../../core/plan/decide-moment.ts';
import { waitingText } from '../../core/plan/waiting-text.ts';
import type { AmpSight, HostReaders } from '../host-state.ts';
import { readHeldRevision } from '../orders/held-revisions.ts';
import { readRestartOrder } from '../orders/restart-orders.ts';
import { type ActivationNote, readActivation } from './activation-note.ts';
import { stepText } from './step-text.ts';
import { readWaiting } from './waiting-notes.ts';

export interface ServerGateInput {
  readonly plan: InstancePlan;
  readonly policy: ActivationPolicy;
  readonly look: ServerLook;
  /** Of what a person sees of the change. */
  readonly digest: string;
}

/**
 * Says what keeps an instance with changes from being written now: it is held, it is on its way, its server is in
 * between, or it waits for a good moment to be restarted. Open is what can be written as it is: a server that is
 * down, or files that a running one reloads.
 */
export function gateByServer(
  host: Pick<HostReaders, 'clock'>,
  amp: AmpSight,
  { plan, policy, look, digest }: ServerGateInput,
): InstancePlan {
  const block = (blocked: BlockedReason): InstancePlan => ({ ...plan, blocked });
  const held = readHeldRevision(amp.notes, plan.instance.id);
  if (held !== undefined && held.digest === digest) return block(held.reason);
  const note = readActivation(amp.notes, plan.instance.id);
  if (note?.step === 'down' && isDown(look)) return plan;
  if (note !== undefined && note.step !== 'watching') return block(underWay(note));
  if (isDown(look)) return plan;
  if (look.state !== 'ready' && look.state !== 'sleeping') return block(unclear(plan, look));
  if (look.state === 'ready' && isSafeToWriteLive(plan.files)) return plan;
  const moment = momentOf(host, amp, { plan, policy, look });
  return block(reasonOf(moment, { plan, policy, now: host.clock.now() }));
}

interface MomentQuestion extends Pick<ServerGateInput, 'plan' | 'policy' | 'look'> {
  /** Since when it waits, where no change says so. */
  readonly since?: number | undefined;
}

/** Whether the instance's server may be restarted now. */
export function momentOf(
  host: Pick<HostReaders, 'clock'>,
  amp: AmpSight,
  { plan, policy, look, since }: MomentQuestion,
): Moment {
  const { id } = plan.instance;
  const order = readRestartOrder(amp.notes, id);
  const now = host.clock.now();
  return decideMoment({
    policy,
    look,
    now,
    since: since ?? readWaiting(amp.notes, id)?.since ?? order?.at ?? now,
    isOrdered: order !== undefined,
    matches: (cron, timezone, at) => amp.calendar.matches(cron, timezone, at),
  });
}

export function reasonOf(
  moment: Moment,
  { plan, policy, now }: Pick<ServerGateInput, 'plan' | 'policy'> & { readonly now: number },
): BlockedReason {
  const { name } = plan.instance;
  if (moment.kind === 'open') {
    return {
      code: SERVER_CODES.mayRestart,
      message: 'the server may be restarted now',
      help: 'Nothing to do: the agent restarts it with its next pass.',
    };
  }
  const message = waitingText({ moment, policy, instance: name, now });
  const help =
    moment.why === 'order'
      ? `Run \`homeamp restart ${name}\` when it suits you.`
      : `Nothing to do; or stop ${name} in AMP, and its files are written at once.`;
  return { code: SERVER_CODES.waiting, message, help };
}

/** Why an instance whose server is on its way is left alone. */
export function underWay(note: ActivationNote): BlockedReason {
  return {
    code: SERVER_CODES.restarting,
    message: stepText(note),
    help: 'Nothing to do: the agent goes on with it.',
  };
}

/** Why an instance is left alone while its server is in between. */
export function unclear({ instance }: InstancePlan, { state, detail }: ServerLook): BlockedReason {
  const message =
    state === 'unknown' ? `whether the server runs is not known: ${detail}` : `the server is ${state}`;
  const help = `Look at ${instance.name} in AMP; it goes on by itself as soon as the server is up or down.`;
  return {
    code: SERVER_CODES.unclear,
    message: detail === '' || state === 'unknown' ? message : `${message}: ${detail}`,
    help,
  };
}
