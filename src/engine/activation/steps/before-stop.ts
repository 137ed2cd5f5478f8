import { isDown, type ServerLook } from '../../../core/model/server-look.ts';
import { countdownStep, countdownText, sayLine } from '../../../core/plan/countdown.ts';
import { isEmpty } from '../../../core/plan/decide-moment.ts';
import { isWindowOpen } from '../../../core/plan/windows.ts';
import type { ActivationNote, HealthBefore } from '../activation-note.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

const LOOK_MILLIS = 5000;
const AWAY_MILLIS = 60_000;
const BACKUP_POLL_MILLIS = 3000;
const BACKUP_PATIENCE_MILLIS = 45 * 60_000;

/** The first step that the policy asks for before a server is stopped. */
export function beginBeforeStop(input: StepInput, before: HealthBefore): StepEnd {
  const { policy } = input.note;
  return go(input, policy.backup === 'amp' ? 'backing-up' : 'counting-down', { before });
}

/** AMP's own backup, while players can still play. It must be there before anything is stopped. */
export const backUpFirst: RunStep = async (input) => {
  const { amp, note, now, keep } = input;
  const title = `homeamp ${note.cause.revision.slice(0, 12)} ${note.stepAt}`;
  if (note.orderedAt === null) {
    const ordered = { ...note, orderedAt: now, orders: note.orders + 1 };
    keep(ordered);
    await amp.operator.backups.begin(note.server, title);
    return stay(ordered, BACKUP_POLL_MILLIS);
  }
  const state = await amp.operator.backups.state(note.server, title);
  if (state === 'done') return go(input, 'counting-down');
  if (now < note.stepAt + BACKUP_PATIENCE_MILLIS) return stay(note, BACKUP_POLL_MILLIS);
  return done(
    note,
    'given-up',
    'AMP did not end its backup within 45 minutes, so the server was not stopped',
  );
};

/** Tells players at every milestone. An empty server is not kept waiting, and a message that fails holds nothing up. */
export const countDown: RunStep = async (input) => {
  const { note, now } = input;
  const { milestonesMillis } = note.policy.countdown;
  const seen = await look(input);
  if (isDown(seen) || isEmpty(seen)) return go(input, 'stopping');
  if (isForbidden(input) || !maySendAway(note, seen)) return callOff(input);
  const endsAt = note.stepAt + lengthOf(note);
  // Nobody told anybody anything while the agent was away, so that players get their time anew.
  if (now > endsAt + AWAY_MILLIS) return go(input, 'counting-down', { told: null });
  if (now >= endsAt) return go(input, 'stopping');
  const step = countdownStep(milestonesMillis, { endsAt, now, told: note.told ?? undefined });
  const rest = Math.min(step.nextInMillis, LOOK_MILLIS);
  if (step.due === undefined) return stay(note, rest);
  const told = { ...note, told: step.due };
  input.keep(told);
  await tell(input, countdownText(note.policy.countdown, step.due));
  return stay(told, rest);
};

/** On a server whose players can't be told anything there is nothing to wait for. */
function lengthOf({ policy, instance }: ActivationNote): number {
  const canTell = sayLine(policy.countdown, instance.platform, '') !== undefined;
  return canTell ? (policy.countdown.milestonesMillis[0] ?? 0) : 0;
}

/** Somebody may have come since the moment was good. */
export function maySendAway(
  { policy: { restart }, isForced }: Pick<ActivationNote, 'policy' | 'isForced'>,
  { state, players }: Pick<ServerLook, 'state' | 'players'>,
): boolean {
  if (isForced || isEmpty({ state, players })) return true;
  if (restart.kind === 'when-empty') return false;
  return restart.kind !== 'below' || (players !== undefined && players < restart.players);
}

function isForbidden({ note, now, amp }: StepInput): boolean {
  const matches = (cron: string, timezone: string, at: number) => amp.calendar.matches(cron, timezone, at);
  return note.policy.deny.some((window) => isWindowOpen(window, now, matches));
}

/** Ends a countdown without a stop, and says so to those who were told of it. */
export async function callOff(input: StepInput): Promise<StepEnd> {
  const { note } = input;
  if (note.step === 'counting-down' && note.told !== null) await tell(input, note.policy.countdown.cancelled);
  return done(note, 'called-off');
}

async function tell({ note, amp }: StepInput, text: string): Promise<void> {
  const line = sayLine(note.policy.countdown, note.instance.platform, text);
  if (line !== undefined) await ignoreRefusal(() => amp.operator.console.send(note.server, line), undefined);
}
