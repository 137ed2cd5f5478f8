import { isDown, type ServerLook } from '../../../core/model/server-look.ts';
import { findLoadErrors, newLoadErrors } from '../../../core/plan/load-errors.ts';
import type { ActivationNote } from '../activation-note.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

/** How long an order may take to show. */
const GRACE_MILLIS = 15_000;
const MAX_ORDERS = 2;

/** Starts a server on its new files and waits until it is ready. */
export const startServer: RunStep = async (input) => {
  const seen = await look(input);
  const note = withErrors(input.note, await readConsole(input));
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
  const { note, now } = input;
  const seen = await look(input);
  if (seen.state === 'ready' || seen.state === 'sleeping') return done(note, 'taken-back');
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

export function readConsole({ amp, note }: StepInput): Promise<readonly string[]> {
  return ignoreRefusal(() => amp.operator.console.read(note.server), []);
}

/** AMP keeps just the newest lines, so those that newly say that something did not load are gathered on the way. */
export function withErrors(note: ActivationNote, lines: readonly string[]): ActivationNote {
  const errors = newLoadErrors([...note.before.errors, ...note.lines], findLoadErrors(lines));
  return errors.length === 0 ? note : { ...note, lines: [...note.lines, ...errors].slice(0, MAX_LINES) };
}

function flawOf(note: ActivationNote, seen: ServerLook, now: number): string | undefined {
  const { orderedAt, orders, stepAt, policy } = note;
  const within = policy.health.readyWithinMillis;
  if (orderedAt === null) return undefined;
  if (seen.state === 'failed' && now > orderedAt + 1000) return 'the server failed while it started';
  if (isDown(seen) && orders >= MAX_ORDERS && now > orderedAt + GRACE_MILLIS)
    return 'the server does not start';
  if (now > stepAt + within) return `the server was not ready within ${Math.round(within / 1000)} s`;
  return undefined;
}

async function orderStart(input: StepInput, seen: ServerLook): Promise<StepEnd> {
  const { amp, note, now, keep } = input;
  const isDue = note.orderedAt === null || now > note.orderedAt + GRACE_MILLIS;
  if (!isDown(seen) || !isDue || note.orders >= MAX_ORDERS) return stay(note);
  const ordered = { ...note, orderedAt: now, orders: note.orders + 1 };
  keep(ordered);
  await amp.operator.power.start(note.server);
  return stay(ordered);
}
