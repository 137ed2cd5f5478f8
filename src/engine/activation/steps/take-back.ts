import { OperatingError } from '../../../core/model/errors.ts';
import { isDown } from '../../../core/model/server-look.ts';
import { isCompletelyLiveSafe, restoreRun } from '../../apply/restore-run.ts';
import { setBack } from './set-back.ts';
import { done, go, look, type RunStep, type StepEnd, type StepInput } from './step.ts';
import { confirmDown, order } from './stop-server.ts';

/** How long it is tried to put the old files back before the server is started all the same. */
const PATIENCE_MILLIS = 60_000;

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
  const end = confirmDown(input, () => go(input, 'restoring'));
  if (end.kind !== 'go') return end;
  try {
    await restore(input);
    return end;
  } catch (failure) {
    if (!(failure instanceof OperatingError) || !isLasting(input, failure)) throw failure;
    const { trouble } = input.note;
    return go(input, 'restoring', {
      trouble: `${trouble ?? ''}; its old files could not be put back: ${failure.message}`,
    });
  }
}

/** Players are not kept out for as long as it takes somebody to mend a backup. */
function isLasting({ note, now }: StepInput, { kind }: OperatingError): boolean {
  return kind === 'stuck' || now >= (note.downSince ?? note.stepAt) + PATIENCE_MILLIS;
}

/** The console is told until AMP takes it: the server must not go on with values that its files no longer have. */
async function takeBackLive(input: StepInput): Promise<StepEnd> {
  const { note } = input;
  try {
    await restore(input);
    await reloadAll(input);
    return done(note, 'taken-back');
  } catch (failure) {
    if (!(failure instanceof OperatingError) || !isLasting(input, failure)) throw failure;
    const why = `${note.trouble ?? ''}; it could not be taken back: ${failure.message}`;
    return done(note, 'given-up', why);
  }
}

async function reloadAll(input: StepInput): Promise<void> {
  const { amp, note } = input;
  const { state } = await look(input);
  if (state !== 'ready' && state !== 'unknown') return;
  for (const { command } of note.reloads) await amp.operator.console.send(note.server, command);
}

/** Once: whoever goes on after a crash finds in the history that it was done. */
async function restore(input: StepInput): Promise<void> {
  const { host, note } = input;
  await setBack(input);
  if (note.runId !== null) await restoreRun(host, note.runId, note.trouble ?? '');
}
