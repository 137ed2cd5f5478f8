import type { InstancePath } from '../../../core/model/instance.ts';
import type { ServerLook } from '../../../core/model/server-look.ts';
import { findLoadErrors, newLoadErrors } from '../../../core/plan/load-errors.ts';
import { parsePluginList } from '../../../core/plan/plugin-list.ts';
import type { ActivationNote } from '../activation-note.ts';
import { pingServer } from '../ping-server.ts';
import { readLogLines } from '../read-log.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { listCommand } from './measure.ts';
import { readConsole, unhealthy, withErrors } from './start-server.ts';
import { done, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

/** How often a server is looked at after the first minute, while its stage soaks. */
const SOAK_LOOK_MILLIS = 30_000;

/** Watches a server that is ready: it must stay so, have loaded all that it had loaded before, and answer as before. */
export const watchServer: RunStep = async (input) => {
  const { now } = input;
  const seen = await look(input);
  const lines = await readConsole(input);
  const note = withErrors(input.note, lines);
  const at = { ...input, note };
  switch (seen.state) {
    case 'failed':
      return unhealthy(at, 'the server failed soon after it was ready');
    case 'starting':
      return unhealthy(at, 'the server did not stay ready: it starts again by itself');
    case 'stopped':
    case 'stopping':
      return done(note, 'healthy', null);
    case 'unknown':
    case 'busy':
      return stay(note);
    case 'ready':
    case 'sleeping':
      break;
  }
  const flaw = await flawOf(at);
  if (flaw !== undefined) return unhealthy({ ...at, note: flaw.note }, flaw.trouble);
  const { watchMillis, policy, stepAt } = note;
  if (now >= stepAt + Math.max(watchMillis, policy.health.watchMillis)) return finish(at, seen);
  const isEarly = now < stepAt + policy.health.watchMillis;
  return isEarly && seen.state === 'ready'
    ? askForPlugins(at, lines)
    : stay(note, isEarly ? 1000 : SOAK_LOOK_MILLIS);
};

interface Flaw {
  readonly note: ActivationNote;
  readonly trouble: string;
}

async function flawOf({ host, note }: StepInput): Promise<Flaw | undefined> {
  const errors = newLoadErrors(note.before.errors, [
    ...note.lines,
    ...findLoadErrors(readLogLines(host.files, note.root)),
  ]);
  const [first] = errors;
  if (first !== undefined) {
    return {
      note: { ...note, lines: [...new Set(errors)].slice(0, 12) },
      trouble: 'plugins or their files do not load',
    };
  }
  const gone = goneFile(host, note);
  return gone === undefined ? undefined : { note, trouble: `${gone} is gone since the server started` };
}

/** A plugin that can't read its file may move it away and begin with a new one; none at all is the worst of it. */
function goneFile(host: StepInput['host'], note: ActivationNote): InstancePath | undefined {
  if (note.runId === null) return undefined;
  const entry = host.history.get(note.runId);
  return entry?.files.find(
    ({ path, after }) => after !== 'absent' && host.files.read(note.root, path).kind === 'absent',
  )?.path;
}

/** Asks once for the list of plugins, and then reads the answer as long as none was found. */
async function askForPlugins(input: StepInput, lines: readonly string[]): Promise<StepEnd> {
  const { amp, note, now, keep } = input;
  const command = listCommand(note.instance.platform);
  if (command === undefined || note.before.plugins === null || note.orders > 1) return stay(note);
  if (note.orders === 0) {
    const asked = { ...note, orders: 1, orderedAt: now };
    keep(asked);
    await ignoreRefusal(() => amp.operator.console.send(note.server, command), undefined);
    return stay(asked, 500);
  }
  const plugins = parsePluginList(lines);
  if (plugins === undefined) return stay(note);
  const missing = note.before.plugins.filter((name) => !plugins.includes(name));
  if (missing.length === 0) return stay({ ...note, orders: 2 });
  return unhealthy(input, `plugins are missing that ran before: ${missing.slice(0, 5).join(', ')}`);
}

/** The last word: who answered the server list before must answer it now. One that fell asleep answers nobody. */
async function finish(input: StepInput, seen: ServerLook): Promise<StepEnd> {
  const { host, amp, note } = input;
  const mustAnswer = note.before.answeredPing && seen.state === 'ready';
  if (!mustAnswer || (await pingServer(host, amp, note))) return done(note, 'healthy', null);
  return unhealthy(input, 'the server no longer answers the server list');
}
