import { isDown } from '../../../core/model/server-look.ts';
import { isCompletelyLiveSafe, restoreRun } from '../../apply/restore-run.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { done, go, look, type RunStep, type StepEnd, type StepInput } from './step.ts';
import { confirmDown, order } from './stop-server.ts';

/** Brings the old files back: under a running server where all of them may be written live, else while it is down. */
export const takeBack: RunStep = async (input) => {
  const { host, note } = input;
  const entry = note.runId === null ? undefined : host.history.get(note.runId);
  if (entry !== undefined && note.settings.length === 0 && isCompletelyLiveSafe(entry)) {
    return takeBackLive(input);
  }
  const seen = await look(input);
  if (!isDown(seen)) return order(input, seen);
  return confirmDownThen(input);
};

/** Confirmed down, so that the server saves nothing over what is put back. */
async function confirmDownThen(input: StepInput): Promise<StepEnd> {
  const { amp, note } = input;
  const end = confirmDown(input, () => go(input, 'restoring'));
  if (end.kind !== 'go') return end;
  for (const { node, before } of note.settings.toReversed()) {
    await amp.operator.settings.write(note.server, node, before);
  }
  await restore(input);
  return end;
}

async function takeBackLive(input: StepInput): Promise<StepEnd> {
  const { amp, note } = input;
  await restore(input);
  for (const { command } of note.reloads) {
    await ignoreRefusal(() => amp.operator.console.send(note.server, command), undefined);
  }
  return done(note, 'taken-back');
}

/** Once: whoever goes on after a crash finds in the history that it was done. */
async function restore({ host, note }: StepInput): Promise<void> {
  if (note.runId !== null) await restoreRun(host, note.runId, note.trouble ?? '');
}
