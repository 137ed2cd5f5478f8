import { isDown, type ServerLook } from '../../../core/model/server-look.ts';
import { findLoadErrors, newLoadErrors } from '../../../core/plan/load-errors.ts';
import { isUndone } from '../../apply/restore-run.ts';
import type { ActivationNote } from '../activation-note.ts';
import { readConsole } from './read-console.ts';
import { setBack } from './set-back.ts';
import { blind, done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

/** How long an order may take to show. */
const GRACE_MILLIS = 15_000;
const MAX_ORDERS = 2;

/** Starts a server on its new files and waits until it is ready. */
export const startServer: RunStep = async (input) => {
  const seen = await look(input);
  const note = withErrors(input.note, await readConsole(input));
  if (seen.state === 'unknown') return blind({ ...input, note }, seen);
  const flaw = flawOf(note, seen, input.now);
  if (seen.state === 'ready' || seen.state === 'sleeping') {
    // Nothing was written, and the same would happen again: players are spared a second try.
    if (note.runId === null && note.trouble !== null) return done(note, 'given-up');
    return go({ ...input, note }, 'watching');
  }
  if (flaw !== undefined) return unhealthy({ ...input, note }, flaw);
  return orderStart({ ...input, note }, seen);
};

/** Starts a server on its old files, after new ones were taken back. */
export const restoreServer: RunStep = async (input) => {
  const { host, note, now } = input;
  const seen = await look(input);
  if (seen.state === 'unknown') return blind(input, seen);
  if (seen.state === 'ready' || seen.state === 'sleeping') {
    const isBack = note.runId === null || isUndone(host, note.runId);
    return done(note, isBack ? 'taken-back' : 'given-up');
  }
  const flaw = flawOf(note, seen, now);
  if (flaw !== undefined) {
    return done(note, 'given-up', `${note.trouble ?? ''}; with its old files, too: ${flaw}`);
  }
  return orderStart(input, seen);
};

/** Takes back what was written, or gives up where nothing was. */
export function unhealthy(input: StepInput, trouble: string): StepEnd {
  const { note } = input;
  const hasWritten = note.runId !== null || note.settings.length > 0;
  return hasWritten ? go(input, 'undoing', { trouble }) : done(note, 'given-up', trouble);
}

const MAX_LINES = 12;

/** AMP keeps just the newest lines, so those that newly say that something did not load are gathered on the way. */
export function withErrors(note: ActivationNote, lines: readonly string[]): ActivationNote {
  const errors = newLoadErrors([...note.before.errors, ...note.lines], findLoadErrors(lines));
  return errors.length === 0 ? note : { ...note, lines: [...note.lines, ...errors].slice(0, MAX_LINES) };
}

function flawOf(note: ActivationNote, seen: ServerLook, now: number): string | undefined {
  const { orderedAt, orders, policy } = note;
  const within = policy.health.readyWithinMillis;
  if (orderedAt === null) return undefined;
  if (seen.state === 'failed' && now > orderedAt + 1000) return 'the server failed while it started';
  if (isDown(seen)) {
    const isHopeless = orders >= MAX_ORDERS && now > orderedAt + GRACE_MILLIS;
    return isHopeless ? 'the server does not start' : undefined;
  }
  if (now > orderedAt + within) return `the server was not ready within ${Math.round(within / 1000)} s`;
  return undefined;
}

/** An order counts once AMP took it: giving it twice does no harm, and a server that nobody told to start stays down. */
async function orderStart(input: StepInput, seen: ServerLook): Promise<StepEnd> {
  const { amp, note, now } = input;
  if (!isDown(seen)) return stay({ ...note, orderedAt: note.orderedAt ?? now });
  const isDue = note.orderedAt === null || now > note.orderedAt + GRACE_MILLIS;
  if (!isDue || note.orders >= MAX_ORDERS) return stay(note);
  // They belong to files that were not written after all, such as when we were killed in between.
  const isUnwritten = note.step === 'starting' && note.runId === null;
  if (isUnwritten) await setBack(input);
  await amp.operator.power.start(note.server);
  const settings = isUnwritten ? [] : note.settings;
  return stay({ ...note, settings, orderedAt: now, orders: note.orders + 1 });
}
