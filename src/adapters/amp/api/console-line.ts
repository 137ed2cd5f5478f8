import { MistakeError } from '../../../core/model/errors.ts';

const MAX_LENGTH = 2000;
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Bukkit's reload, under each name that Paper and Spigot give it. Vanilla's, of data packs, is `minecraft:reload`. */
const RELOAD = /^(?:(?:bukkit|spigot|paper):)?(?:reload|rl)(?:\s|$)/i;

/**
 * The line as AMP wants it, without a slash. Throws `MistakeError` for what is no single line, and for Bukkit's reload:
 * it leaves plugins half loaded.
 */
export function checkedConsoleLine(line: string): string {
  if (line.length > MAX_LENGTH || UNSAFE.test(line)) {
    throw new MistakeError(
      'A line for the console holds a line break or a control character, or is too long.',
      `Write one line of at most ${MAX_LENGTH} characters.`,
    );
  }
  const command = line.trim().replace(/^\//, '');
  // A server takes a slash of its own off.
  const meant = command.replace(/^[/\s]+/, '');
  if (meant === '') {
    throw new MistakeError('A line for the console is empty.', 'Write the command.');
  }
  if (RELOAD.test(meant)) {
    throw new MistakeError(
      "homeamp never sends Bukkit's reload: it leaves plugins half loaded.",
      'Write the reload command of the plugin itself, or let the server restart.',
    );
  }
  return command;
}
