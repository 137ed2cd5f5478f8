import type { InstancePath } from '../../../core/model/instance.ts';
import type { ServerLook } from '../../../core/model/server-look.ts';
import { newLoadErrors } from '../../../core/plan/load-errors.ts';
import { parsePluginList } from '../../../core/plan/plugin-list.ts';
import type { ActivationNote } from '../activation-note.ts';
import { pingServer } from '../ping-server.ts';
import { readLoadErrors } from '../read-log.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import { listCommand } from './measure.ts';
import { readConsole } from './read-console.ts';
import { unhealthy, withErrors } from './start-server.ts';
import { judgeUptime } from './starts-again.ts';
import { blind, done, look, type RunStep, type StepEnd, type StepInput, stay } from './step.ts';

/** How often a server is looked at after the first minute, while its stage soaks. */
const SOAK_LOOK_MILLIS = 30_000;
/** How long an answer of the console may take, and how often it is asked. */
const ASK_MILLIS = 5000;
const MAX_ASKED = 3;

/** Watches a server that is ready: it must stay so, have loaded all that it had loaded before, and answer as before. */
export const watchServer: RunStep = async (input) => {
  const { now } = input;
  const seen = await look(input);
  const lines = await readConsole(input);
  const uptime = judgeUptime(withErrors(input.note, lines), seen, now);
  if (uptime.kind === 'unsteady') {
    return unhealthy(input, 'the server did not stay ready: it started again by itself');
  }
  const { note } = uptime;
  const at = { ...input, note };
  switch (seen.state) {
    case 'failed':
      return unhealthy(at, 'the server failed soon after it was ready');
    case 'stopped':
      return done(note, 'healthy', null);
    case 'unknown':
      return blind(at, seen);
    case 'starting':
    case 'stopping':
    case 'busy':
      // A crash shows these, too: what comes after them tells.
      return isOver(at) ? done(note, 'healthy', null) : stay(note);
    case 'ready':
    case 'sleeping':
      return watchLoaded(at, seen, lines);
  }
};

function isOver(input: StepInput): boolean {
  return leftMillis(input) <= 0;
}

/** Of the watch and the time that the stage soaks. */
function leftMillis({ note, now }: StepInput): number {
  return note.stepAt + Math.max(note.watchMillis, note.policy.health.watchMillis) - now;
}

async function watchLoaded(input: StepInput, seen: ServerLook, lines: readonly string[]): Promise<StepEnd> {
  const { note, now } = input;
  const flaw = await flawOf(input);
  if (flaw !== undefined) return unhealthy({ ...input, note: flaw.note }, flaw.trouble);
  // Nobody can be watched asleep, and whoever comes wakes it.
  if (seen.state === 'sleeping') return done(note, 'healthy', null);
  if (isOver(input)) return finish(input);
  const isEarly = now < note.stepAt + note.policy.health.watchMillis;
  return isEarly ? askForPlugins(input, lines) : stay(note, Math.min(SOAK_LOOK_MILLIS, leftMillis(input)));
}

interface Flaw {
  readonly note: ActivationNote;
  readonly trouble: string;
}

async function flawOf({ host, note }: StepInput): Promise<Flaw | undefined> {
  const errors = newLoadErrors(note.before.errors, [...note.lines, ...readLoadErrors(host, note.root)]);
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

/** Asks for the list of plugins until there is an answer, which may get lost with AMP's session. */
async function askForPlugins(input: StepInput, lines: readonly string[]): Promise<StepEnd> {
  const { amp, note, now } = input;
  const command = listCommand(note.instance.platform);
  if (command === undefined || note.before.plugins === null) return stay(note);
  const plugins = note.orders === 0 ? undefined : parsePluginList(lines);
  if (plugins === undefined) {
    const isDue = note.orderedAt === null || now >= note.orderedAt + ASK_MILLIS;
    if (!isDue || note.orders >= MAX_ASKED) return stay(note);
    await ignoreRefusal(() => amp.operator.console.send(note.server, command), undefined);
    return stay({ ...note, orders: note.orders + 1, orderedAt: now }, 500);
  }
  const missing = note.before.plugins.filter((name) => !plugins.includes(name));
  if (missing.length === 0) return stay({ ...note, before: { ...note.before, plugins: null } });
  return unhealthy(input, `plugins are missing that ran before: ${missing.slice(0, 5).join(', ')}`);
}

/** The last word: who answered the server list before must answer it now. */
async function finish(input: StepInput): Promise<StepEnd> {
  const { host, amp, note } = input;
  if (!note.before.answeredPing || (await pingServer(host, amp, note))) return done(note, 'healthy', null);
  return unhealthy(input, 'the server no longer answers the server list');
}
