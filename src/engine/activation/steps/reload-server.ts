import { judgeReload } from '../../../core/plan/reload-answer.ts';
import type { ActivationNote, Reload } from '../activation-note.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { unhealthy } from './start-server.ts';
import { done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

const PATIENCE_MILLIS = 20_000;
const MAX_LINES = 60;

/** Sends the reload commands of files that were written live, one after the other, and waits for each one's answer. */
export const reloadServer: RunStep = async (input) => {
  const { amp, note, now } = input;
  const reload = note.reloads.find(({ isConfirmed }) => !isConfirmed);
  if (reload === undefined) return go(input, 'watching', { lines: [] });
  const seen = await look(input);
  if (seen.state !== 'ready') return done(note, 'healthy', null);
  if (note.orderedAt === null) return send(input, reload);
  const lines = [
    ...note.lines,
    ...(await ignoreRefusal(() => amp.operator.console.read(note.server), [])),
  ].slice(-MAX_LINES);
  const answer = judgeReload(reload.command, reload.expect ?? undefined, lines);
  switch (answer.kind) {
    case 'confirmed':
      return stay(confirmed(note, reload), 100);
    case 'refused':
      return unhealthy(
        { ...input, note: { ...note, lines: answer.lines } },
        `\`${reload.command}\` was not taken`,
      );
    case 'open':
      return now < note.orderedAt + PATIENCE_MILLIS
        ? stay({ ...note, lines }, 500)
        : done({ ...note, lines: [] }, 'unloaded', `\`${reload.command}\` was not confirmed by the console`);
  }
};

async function send({ amp, note, now, keep }: StepInput, reload: Reload): Promise<StepEnd> {
  const sent = { ...note, orderedAt: now, orders: note.orders + 1, lines: [] };
  keep(sent);
  await ignoreRefusal(() => amp.operator.console.read(note.server), []);
  await amp.operator.console.send(note.server, reload.command);
  return stay(sent, 500);
}

function confirmed(note: ActivationNote, reload: Reload): ActivationNote {
  const reloads = note.reloads.map((other) => (other === reload ? { ...other, isConfirmed: true } : other));
  return { ...note, reloads, orderedAt: null, lines: [] };
}
