import { isDown, type ServerLook } from '../../../core/model/server-look.ts';
import type { ActivationNote } from '../activation-note.ts';
import { callOff, maySendAway } from './before-stop.ts';
import { done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

/** How long an order may take to show before it is given once more. */
const REPEAT_MILLIS = 20_000;
const MAX_ORDERS = 3;
/** Two looks that far apart must agree: a crash loop shows every state for a moment. */
const CONFIRM_MILLIS = 1500;

/** Orders the stop, and goes on when the server was seen down twice. */
export const stopServer: RunStep = async (input) => {
  const { note, now } = input;
  const seen = await look(input);
  if (isDown(seen)) return confirmDown(input, () => go(input, 'down'));
  if (note.orders === 0 && !maySendAway(note, seen)) return callOff(input);
  if (isOverdue(note, now) && seen.state === 'ready') {
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
  const { amp, note, now, keep } = input;
  const isRunning = seen.state === 'ready' || seen.state === 'starting' || seen.state === 'sleeping';
  const isDue = note.orderedAt === null || now - note.orderedAt >= REPEAT_MILLIS;
  const trouble = isOverdue(note, now)
    ? `the server does not stop since ${Math.round((now - note.stepAt) / 60_000)} min; stop it in AMP`
    : note.trouble;
  const waiting = { ...note, downSince: null, trouble };
  if (!isRunning || !isDue || note.orders >= MAX_ORDERS) return stay(waiting);
  const ordered = { ...waiting, orderedAt: now, orders: note.orders + 1 };
  keep(ordered);
  await amp.operator.power.stop(note.server);
  return stay(ordered);
}

function isOverdue({ stepAt, policy }: ActivationNote, now: number): boolean {
  return now > stepAt + policy.health.stopWithinMillis;
}
