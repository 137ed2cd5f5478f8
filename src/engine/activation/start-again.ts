import { type ActivationNote, atStep, writeActivation } from './activation-note.ts';
import { runOf } from './find-run.ts';
import type { Steered } from './round.ts';

/** Puts a server that homeamp stopped on its way up, on whatever is in its files now. */
export function startAgain(
  { host, amp, log }: Steered,
  note: ActivationNote,
  more: Partial<ActivationNote> = {},
): void {
  const begun = atStep(note, { step: 'starting', now: host.clock.now() });
  writeActivation(amp.notes, { ...begun, lines: [], runId: runOf(host, note), ...more });
  log.info('a server is on its way', { instance: note.instance.id, step: 'starting' });
}
