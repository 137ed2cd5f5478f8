import { isTyped, messageOf } from './console-line.ts';
import { findLoadErrors } from './load-errors.ts';

export type ReloadAnswer =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly lines: readonly string[] }
  | { readonly kind: 'open' };

const UNKNOWN_COMMAND =
  /^(?:unknown (?:or incomplete )?command|no such command|command not found|this command does not exist)/i;
const USUAL_ANSWER = /reload/i;
const MAX_LENGTH = 1000;
const MAX_LINES = 12;

/**
 * What a console says of a reload so far: an error or an unknown command refuses it, an answer that matches `expect`
 * confirms it. Without `expect` a line that speaks of a reload and is not the command itself is taken for an answer.
 */
export function judgeReload(
  command: string,
  expect: string | undefined,
  lines: readonly string[],
): ReloadAnswer {
  const answers = lines
    .map((line) => line.slice(0, MAX_LENGTH))
    .filter((line) => !isTyped(line) && !isEcho(line, command));
  const errors = findLoadErrors(answers);
  const unknown = answers.filter((line) => UNKNOWN_COMMAND.test(messageOf(line)));
  const refusals = [...errors, ...unknown].slice(0, MAX_LINES);
  if (refusals.length > 0) return { kind: 'refused', lines: refusals };
  const wanted = expect === undefined ? USUAL_ANSWER : new RegExp(expect, 'iu');
  return answers.some((line) => wanted.test(line)) ? { kind: 'confirmed' } : { kind: 'open' };
}

/** Consoles show what was typed, with a prompt or in a line of the log. */
function isEcho(line: string, command: string): boolean {
  const message = messageOf(line);
  return (
    [command, `> ${command}`, `/${command}`, `>${command}`].includes(message) ||
    message.endsWith(`: ${command}`)
  );
}
