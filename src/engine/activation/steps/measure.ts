import { isDown } from '../../../core/model/server-look.ts';
import { parsePluginList } from '../../../core/plan/plugin-list.ts';
import { pingServer } from '../ping-server.ts';
import { readLoadErrors } from '../read-log.ts';
import { beginBeforeStop } from './before-stop.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { readConsole } from './read-console.ts';
import { blind, done, look, type RunStep, stay } from './step.ts';

const PATIENCE_MILLIS = 4000;
const BLIND_PATIENCE_MILLIS = 60_000;

/** What the platform's console calls the list of its plugins. */
const LIST_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['paper', 'plugins'],
  ['velocity', 'velocity plugins'],
]);

export function listCommand(platform: string): string | undefined {
  return LIST_COMMANDS.get(platform);
}

/** Finds out how the server does before it is touched: only what is new afterwards counts against a change. */
export const measure: RunStep = async (input) => {
  const { host, amp, note, now } = input;
  const seen = await look(input);
  if (isDown(seen)) return done(note, 'called-off');
  if (seen.state === 'unknown') {
    return now < note.stepAt + BLIND_PATIENCE_MILLIS ? blind(input, seen) : done(note, 'called-off');
  }
  // Whoever may stop a server and not start it must not touch it.
  if (note.orderedAt === null) await amp.operator.power.check(note.server);
  const command = seen.state === 'ready' ? listCommand(note.instance.platform) : undefined;
  const errors = readLoadErrors(host, note.root);
  if (command === undefined) return beginBeforeStop(input, { ...note.before, errors });
  if (note.orderedAt === null) {
    // One that AMP does not know, or that we may not read, must not cost players a restart.
    for (const node of note.nodes) await amp.operator.settings.read(note.server, node);
    await readConsole(input);
    await ignoreRefusal(() => amp.operator.console.send(note.server, command), undefined);
    return stay({ ...note, orderedAt: now }, 500);
  }
  const lines = [...note.lines, ...(await readConsole(input))];
  const plugins = parsePluginList(lines);
  if (plugins === undefined && now < note.orderedAt + PATIENCE_MILLIS) {
    return stay({ ...note, lines: lines.slice(-50) }, 500);
  }
  const answeredPing = await pingServer(host, amp, note);
  return beginBeforeStop(
    { ...input, note: { ...note, lines: [] } },
    { errors, plugins: plugins ?? null, answeredPing },
  );
};
