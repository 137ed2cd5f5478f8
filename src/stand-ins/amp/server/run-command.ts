import { STATE } from '../description/enum-table.ts';
import type { OrderedBy } from '../events.ts';
import type { Application } from './application.ts';
import type { ServerKind } from './server-parts.ts';
import { stopApplication } from './stop-application.ts';

const SAY_COMMANDS: Readonly<Record<ServerKind, readonly string[]>> = {
  paper: ['say', 'tellraw @a'],
  velocity: [],
  generic: [],
};
const STOP_WORDS: Readonly<Record<ServerKind, readonly string[]>> = {
  paper: ['stop'],
  velocity: ['shutdown', 'end'],
  generic: ['geyser stop'],
};
const UNKNOWN: Readonly<Record<ServerKind, string>> = {
  paper: 'Unknown command. Type "/help" for help.',
  velocity: 'This command does not exist.',
  generic: 'Unknown command. Type "/help" for help.',
};
const BUKKIT_RELOAD = /^(?:bukkit:)?(?:reload|rl)(?: confirm)?$/;

/** Carries out a line of the console; a server that is not ready hears nothing. */
export function runCommand(app: Application, line: string, by: OrderedBy): void {
  const { parts, progress } = app;
  const heard = progress.state === STATE.ready;
  parts.tell({ kind: 'command', line, by, heard });
  if (!heard) return;
  parts.console.print('input', line);
  const answers = builtIn(app, line, by) ?? [UNKNOWN[parts.kind]];
  for (const answer of answers) parts.console.print('INFO', answer);
}

/** What is said in answer; undefined for a command that nobody knows. */
function builtIn(app: Application, line: string, by: OrderedBy): readonly string[] | undefined {
  const { parts, process } = app;
  const said = saidIn(app, line);
  if (said !== undefined) {
    parts.players.hear(said);
    return [`[Not Secure] [Server] ${said}`];
  }
  const plugin = process.plugins.enabled().find(({ reload }) => reload?.command === line);
  if (plugin !== undefined) {
    process.plugins.reload(plugin);
    return [];
  }
  if (STOP_WORDS[parts.kind].includes(line)) {
    stopApplication(app);
    return [];
  }
  if (parts.kind === 'paper') return paperCommand(app, line, by);
  return parts.kind === 'velocity' ? velocityCommand(app, line) : undefined;
}

function saidIn({ parts }: Application, line: string): string | undefined {
  const commands = parts.folder.spec.sayCommands ?? SAY_COMMANDS[parts.kind];
  const command = commands.find((each) => line.startsWith(`${each} `));
  return command === undefined ? undefined : line.slice(command.length + 1);
}

function paperCommand(app: Application, line: string, by: OrderedBy): readonly string[] | undefined {
  const { parts, process } = app;
  const names = process.plugins.enabled().map(({ name }) => name);
  const players = parts.players.list();
  if (BUKKIT_RELOAD.test(line)) {
    parts.tell({ kind: 'bukkit-reload', by });
    for (const plugin of process.plugins.enabled()) process.plugins.reload(plugin);
    return ['Please note that this command is not supported and may cause issues.', 'Reload complete.'];
  }
  switch (line) {
    case 'list':
      return [
        `There are ${players.length} of a max of ${process.port.maxPlayers()} players online: ${players.join(', ')}`,
      ];
    case 'plugins':
    case 'pl':
      return [`Server Plugins (${names.length}):`, 'Bukkit Plugins:', ` - ${names.sort().join(', ')}`];
    case 'save-all':
      return ['Saving the game (this may take a moment!)', 'Saved the game'];
    default:
      return undefined;
  }
}

function velocityCommand({ process }: Application, line: string): readonly string[] | undefined {
  if (line === 'velocity plugins') {
    const names = ['velocity', ...process.plugins.enabled().map(({ name }) => name)];
    return [`Plugins: ${names.join(', ')}`];
  }
  if (line !== 'velocity reload') return undefined;
  process.reread('velocity.toml');
  return ['Velocity configuration successfully reloaded.'];
}
