import type { ServerLook } from '../../../core/model/server-look.ts';
import type { ActivationNote } from '../activation-note.ts';

/** AMP tells how long a server runs in whole seconds, and the answer takes its time. */
const SLACK_MILLIS = 3000;
/** Two starts within that time are a crash loop. One may be somebody's wish, such as a restart every night. */
const LOOP_MILLIS = 3_600_000;

export type Uptime =
  | { readonly kind: 'steady'; readonly note: ActivationNote }
  /** It came down and was started again, by itself or by somebody. */
  | { readonly kind: 'unsteady' };

/** Whether a server that is watched has run all the time; also a start that nobody saw, since looks are seconds apart. */
export function judgeUptime(note: ActivationNote, seen: ServerLook, now: number): Uptime {
  if (!isOtherRun(note, seen, now)) {
    return { kind: 'steady', note: { ...note, upSince: note.upSince ?? seen.startedAt ?? null } };
  }
  const isEarly = now < note.stepAt + note.policy.health.watchMillis;
  const isAgain = note.restartedAt !== null && now < note.restartedAt + LOOP_MILLIS;
  if (isEarly || isAgain) return { kind: 'unsteady' };
  return { kind: 'steady', note: { ...note, upSince: seen.startedAt ?? null, restartedAt: now } };
}

function isOtherRun(
  { upSince, restartedAt, policy }: ActivationNote,
  seen: ServerLook,
  now: number,
): boolean {
  const { state, startedAt } = seen;
  if (startedAt !== undefined && upSince !== null) return startedAt > upSince + SLACK_MILLIS;
  if (state !== 'starting') return false;
  return restartedAt === null || now >= restartedAt + policy.health.readyWithinMillis;
}
