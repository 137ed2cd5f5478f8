import { isOnlyTiming } from '../../core/model/server-codes.ts';
import { isChanged } from '../gates.ts';
import { type ActivationNote, readActivation } from './activation-note.ts';
import type { RoundInput, Steered } from './round.ts';
import { settleActivation } from './settle-activation.ts';
import { callOff } from './steps/before-stop.ts';

const BEFORE_STOP: ReadonlySet<ActivationNote['step']> = new Set([
  'measuring',
  'backing-up',
  'counting-down',
]);

/** Spares players a restart that nobody wants any more: Git went back, or somebody paused it. */
export async function callOffUnwanted(steered: Steered, { plans }: RoundInput): Promise<void> {
  for (const plan of plans) {
    const note = readActivation(steered.amp.notes, plan.instance.id);
    if (note === undefined || !BEFORE_STOP.has(note.step)) continue;
    const hasOwnReason = note.cause.kind === 'order' || note.runId !== null;
    const isWanted = isOnlyTiming(plan.blocked) && (hasOwnReason || isChanged(plan));
    if (isWanted) continue;
    const end = await callOff({ ...steered, note, now: steered.host.clock.now(), keep: () => undefined });
    if (end.kind === 'done') settleActivation(steered, end);
  }
}
