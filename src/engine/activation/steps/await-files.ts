import { isDown } from '../../../core/model/server-look.ts';
import { runOf } from '../find-run.ts';
import { setBack } from './set-back.ts';
import { blind, done, go, look, type RunStep, stay } from './step.ts';

/**
 * A server that is down waits for its files, which come with the next plan. One that somebody else has started since
 * goes on with what is in its files.
 */
export const awaitFiles: RunStep = async (input) => {
  const { host, note, now } = input;
  const seen = await look(input);
  if (isDown(seen)) return stay({ ...note, downSince: note.downSince ?? now }, 0);
  if (seen.state === 'unknown') return blind(input, seen);
  if (seen.state === 'busy' || seen.state === 'stopping') return stay({ ...note, downSince: null });
  const runId = runOf(host, note);
  if (runId !== null) return go(input, 'starting', { runId, lines: [] });
  await setBack(input);
  return done(note, 'called-off');
};
