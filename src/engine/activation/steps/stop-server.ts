import { auditEvent } from '../../../core/model/audit-event.ts';
import { isDown, type ServerLook } from '../../../core/model/server-look.ts';
import { isEmpty } from '../../../core/plan/decide-moment.ts';
import type { ActivationNote } from '../activation-note.ts';
import { CONFIRM_MILLIS } from '../confirm-down.ts';
import { AWAY_MILLIS, callOff, maySendAway } from './before-stop.ts';
import { blind, done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

/** How long an order may take to show before it is given once more. */
const REPEAT_MILLIS = 20_000;
const MAX_ORDERS = 3;

/** Orders the stop, and goes on when the server was seen down twice. */
export const stopServer: RunStep = async (input) => {
  const { note, now } = input;
  const seen = await look(input);
  if (isDown(seen)) return confirmDown(input, () => go(input, 'down'));
  if (isOrderDue(note, seen, now)) {
    if (note.orders === 0 && !maySendAway(note, seen)) return callOff(input);
    // Since the countdown nobody told anybody anything, and who is on now may not have been on then.
    if (now > note.stepAt + AWAY_MILLIS && !isEmpty(seen)) return go(input, 'counting-down', { told: null });
  }
  if (note.orders >= MAX_ORDERS && isOverdue(note, now) && seen.state === 'ready') {
    return done(note, 'given-up', 'the server did not stop when AMP was told to stop it');
  }
  return order(input, seen);
};

/** Seen down, and still down a moment later. */
export function confirmDown({ note, now }: StepInput, then: () => StepEnd): StepEnd {
  if (note.downSince !== null && now - note.downSince >= CONFIRM_MILLIS) return then();
  const since = note.downSince ?? now;
  return stay({ ...note, downSince: since }, CONFIRM_MILLIS - (now - since));
}

/** Orders a stop where none is under way. */
export async function order(input: StepInput, seen: ServerLook): Promise<StepEnd> {
  const { amp, note, now } = input;
  if (seen.state === 'unknown') return blind(input, seen);
  const isStopping = seen.state === 'stopping';
  const hiccup = isOverdue(note, now) ? `${overdueText(note, now)}; stop it in AMP` : null;
  const waiting = {
    ...note,
    downSince: null,
    orderedAt: note.orderedAt ?? (isStopping ? now : null),
    hiccup,
  };
  if (!isOrderDue(note, seen, now)) return stay(waiting);
  if (note.orders === 0) auditStop(input, seen);
  await amp.operator.power.stop(note.server);
  return stay({ ...waiting, orderedAt: now, orders: note.orders + 1 });
}

/** Before the order: whoever was on must be told of even if AMP's answer never comes. */
function auditStop({ host, note, now }: StepInput, { players }: ServerLook): void {
  const { instance, cause, step, isForced, trouble } = note;
  const isBack = step === 'undoing';
  host.audit.append(
    auditEvent('server-stopped', {
      at: now,
      by: cause.by === '' ? [] : [cause.by],
      instance: instance.id,
      commit: cause.revision === '' ? null : cause.revision,
      reason: isBack ? (trouble ?? '') : cause.reason,
      facts: {
        for: isBack ? 'taking-back' : cause.kind,
        forced: isForced,
        ...(players === undefined ? {} : { players }),
      },
    }),
  );
}

function isOrderDue({ orderedAt, orders }: ActivationNote, { state }: ServerLook, now: number): boolean {
  const isRunning = state === 'ready' || state === 'starting' || state === 'sleeping';
  const isDue = orderedAt === null || now - orderedAt >= REPEAT_MILLIS;
  return isRunning && isDue && orders < MAX_ORDERS;
}

function isOverdue({ orderedAt, policy }: ActivationNote, now: number): boolean {
  return orderedAt !== null && now > orderedAt + policy.health.stopWithinMillis;
}

function overdueText({ stepAt }: ActivationNote, now: number): string {
  return `the server does not stop since ${Math.round((now - stepAt) / 60_000)} min`;
}
