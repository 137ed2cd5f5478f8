import type { SourcePlace } from '../model/issue.ts';
import { hasControlCharacters } from './message-schemas.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

const BUKKIT_RELOAD = /^(?:(?:bukkit|minecraft|spigot):)?(?:reload|rl)$/;
const STOP = /^(?:[a-z0-9_-]+:)?(?:stop|restart|shutdown|end)$/;

interface CommandContext {
  readonly place: SourcePlace;
  readonly report: ReportIssue;
  /** What to write in place of a command that is for the whole server. */
  readonly instead: string;
}

/** Reports a console command that can't be sent as it is, or that reloads, stops or restarts the whole server. */
export function checkCommand(command: string, { place, report, instead }: CommandContext): void {
  const [word = '', next = ''] = command.trim().replace(/^\/+/, '').toLowerCase().split(/\s+/, 2);
  if (BUKKIT_RELOAD.test(word)) {
    const message = `${quoteName(command)} reloads the whole server, which breaks plugins.`;
    report('bukkit-reload', place, message, instead);
  } else if (STOP.test(word) || (word === 'geyser' && next === 'stop')) {
    report('stop-command', place, `${quoteName(command)} stops or restarts the server.`, instead);
  }
  if (command.trim() === command && !command.startsWith('/') && !hasControlCharacters(command)) return;
  const help = 'Write one console line, without `/` or blanks in front and without line breaks.';
  report('bad-command', place, `The command ${quoteName(command)} can’t be sent as it is.`, help);
}
