import type { CollectGuess } from './collect-guess.ts';
import { LEAVE_REASONS, type LeaveReason } from './leave-reason.ts';

/** Whatever the admin says, such files are not taken. */
const NEVER_OWNED: readonly LeaveReason[] = ['no-settings', 'too-large'];

/** True for a reason that counts even where the admin wants the file. */
export function countsAlways(reason: LeaveReason): boolean {
  return NEVER_OWNED.includes(reason);
}

/** Tells that a file, or with `*` all files of a folder, is left to the server. */
export function leftOut(plugin: string, path: string, reason: LeaveReason): CollectGuess {
  return {
    kind: reason,
    subject: `${plugin}:${path}`,
    text: `\`${path}\` of ${plugin} is left to the server: ${LEAVE_REASONS[reason]}`,
    change: countsAlways(reason)
      ? `Write it as a whole into \`templates/\`, or a block of it into \`${plugin}.md\`, when it should be owned.`
      : `To own it all the same: \`--own "${plugin}:${path}"\`.`,
  };
}
