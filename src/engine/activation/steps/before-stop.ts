import { MistakeError } from '../../../core/model/errors.ts';
import { isDown, type ServerLook } from '../../../core/model/server-look.ts';
import { countdownStep, countdownText, sayLine } from '../../../core/plan/countdown.ts';
import { isEmpty } from '../../../core/plan/decide-moment.ts';
import { isWindowOpen } from '../../../core/plan/windows.ts';
import type { ActivationNote, HealthBefore } from '../activation-note.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { blind, done, go, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

const LOOK_MILLIS = 5000;
/** What players were told is worth nothing any more after so long. */
export const AWAY_MILLIS = 60_000;
const BACKUP_POLL_MILLIS = 3000;
const BACKUP_PATIENCE_MILLIS = 45 * 60_000;

/** The first step that the policy asks for before a server is stopped. */
export function beginBeforeStop(input: StepInput, before: HealthBefore): StepEnd {
  const { policy } = input.note;
  return go(input, policy.backup === 'amp' ? 'backing-up' : 'counting-down', { before });
}

/** AMP's own backup, while players can still play. It must be there before anything is stopped. */
export const backUpFirst: RunStep = async (input) => {
  const { amp, note, now } = input;
  const title = `homeamp ${note.cause.revision.slice(0, 12)} ${note.stepAt}`;
  if (note.orderedAt === null) return beginBackup(input, title);
  const state = await amp.operator.backups.state(note.server, title);
  if (state === 'done') return go(input, 'counting-down');
  if (now < note.stepAt + BACKUP_PATIENCE_MILLIS) return stay(note, BACKUP_POLL_MILLIS);
  return done(
    note,
    'given-up',
    'AMP did not end its backup within 45 minutes, so the server was not stopped',
  );
};

async function beginBackup({ amp, note, now, keep }: StepInput, title: string): Promise<StepEnd> {
  const tried = { ...note, orders: note.orders + 1 };
  keep(tried);
  try {
    await amp.operator.backups.begin(note.server, title);
  } catch (failure) {
    if (!(failure instanceof MistakeError)) throw failure;
    if (note.orders === 0) {
      keep(note);
      throw failure;
    }
    // AMP takes no second one while the first, of which no answer came, is at work.
  }
  return stay({ ...tried, orderedAt: now }, BACKUP_POLL_MILLIS);
}

/** Tells players at every milestone. An empty server is not kept waiting, and a message that fails holds nothing up. */
export const countDown: RunStep = async (input) => {
  const { note, now } = input;
  const { milestonesMillis } = note.policy.countdown;
  const seen = await look(input);
  // Somebody else stopped it, or is about to, and who did that starts it again.
  if (isDown(seen) || seen.state === 'stopping') return done(note, 'called-off');
  if (isForbidden(input)) return callOff(input);
  if (isEmpty(seen)) return go(input, 'stopping');
  const endsAt = note.stepAt + lengthOf(note);
  if (seen.state === 'unknown') return now > endsAt + AWAY_MILLIS ? callOff(input) : blind(input, seen);
  if (!maySendAway(note, seen)) return callOff(input);
  // Nobody told anybody anything while the agent was away, so that players get their time anew.
  if (now > endsAt + AWAY_MILLIS) return go(input, 'counting-down', { told: null });
  if (now >= endsAt)
    return areTold(note) ? go(input, 'stopping') : go(input, 'counting-down', { told: null });
  const step = countdownStep(milestonesMillis, { endsAt, now, told: note.told ?? undefined });
  const rest = Math.min(step.nextInMillis, LOOK_MILLIS);
  if (step.due === undefined) return stay(note, rest);
  // Told twice is better than never, should we be killed in between.
  await tell(input, countdownText(note.policy.countdown, step.due));
  return stay({ ...note, told: step.due }, rest);
};

/** Of the end itself, or of it coming within a minute: who comes on meanwhile has not heard what was said before. */
function areTold({ told, policy, ...note }: ActivationNote): boolean {
  if (lengthOf({ policy, ...note }) === 0) return true;
  const last = policy.countdown.milestonesMillis.at(-1) ?? 0;
  return told !== null && told <= Math.max(AWAY_MILLIS, last);
}

/** On a server whose players can't be told anything there is nothing to wait for. */
function lengthOf({ policy, instance }: Pick<ActivationNote, 'policy' | 'instance'>): number {
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
  await tellCancelled(input);
  return done(input.note, 'called-off');
}

export async function tellCancelled(input: StepInput): Promise<void> {
  const { told, policy } = input.note;
  if (told !== null) await tell(input, policy.countdown.cancelled);
}

async function tell({ note, amp }: StepInput, text: string): Promise<void> {
  const line = sayLine(note.policy.countdown, note.instance.platform, text);
  if (line !== undefined) await ignoreRefusal(() => amp.operator.console.send(note.server, line), undefined);
}
