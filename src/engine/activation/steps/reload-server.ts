import { judgeReload } from '../../../core/plan/reload-answer.ts';
import type { ActivationNote, Reload } from '../activation-note.ts';
import { runOf } from '../find-run.ts';
import { readConsole } from './read-console.ts';
import { unhealthy } from './start-server.ts';
import { blind, done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

const PATIENCE_MILLIS = 20_000;
/** An answer may get lost with AMP's session. */
const MAX_ORDERS = 2;
const MAX_LINES = 60;

/** Sends the reload commands of files that were written live, one after the other, and waits for each one's answer. */
export const reloadServer: RunStep = async (input) => {
  const { host, now } = input;
  const runId = input.note.runId ?? runOf(host, input.note);
  // Killed before it could be written.
  if (runId === null) return done(input.note, 'called-off');
  const note = { ...input.note, runId };
  const reload = note.reloads.find(({ isConfirmed }) => !isConfirmed);
  const at = { ...input, note };
  if (reload === undefined) return go(at, 'watching', { lines: [] });
  const seen = await look(at);
  if (seen.state === 'unknown') return blind(at, seen);
  if (seen.state === 'busy') return stay(note);
  // Whoever starts it or wakes it has it read its files.
  if (seen.state !== 'ready') return done(note, 'healthy', null);
  if (note.orderedAt === null) return send(at, reload);
  const lines = [...note.lines, ...(await readConsole(at))].slice(-MAX_LINES);
  const answer = judgeReload(reload.command, reload.expect ?? undefined, lines);
  switch (answer.kind) {
    case 'confirmed':
      return stay(confirmed(note, reload), 100);
    case 'refused':
      return unhealthy(
        { ...at, note: { ...note, lines: answer.lines } },
        `\`${reload.command}\` was not taken`,
      );
    case 'open':
      if (now < note.orderedAt + PATIENCE_MILLIS) return stay({ ...note, lines }, 500);
      if (note.orders < MAX_ORDERS) return send(at, reload);
      return done(
        { ...note, lines: [] },
        'unloaded',
        `\`${reload.command}\` was not confirmed by the console`,
      );
  }
};

async function send(input: StepInput, reload: Reload): Promise<StepEnd> {
  const { amp, note, now } = input;
  await readConsole(input);
  await amp.operator.console.send(note.server, reload.command);
  return stay({ ...note, orderedAt: now, orders: note.orders + 1, lines: [] }, 500);
}

function confirmed(note: ActivationNote, reload: Reload): ActivationNote {
  const reloads = note.reloads.map((other) => (other === reload ? { ...other, isConfirmed: true } : other));
  return { ...note, reloads, orderedAt: null, orders: 0, lines: [] };
}
