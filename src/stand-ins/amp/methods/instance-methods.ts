import { done } from '../answers/plain-answers.ts';
import { settingOf } from '../answers/setting-answer.ts';
import { portsOf, statusOf, tasksOf } from '../answers/status-answer.ts';
import { lacks, statusFalse } from '../http/refusal.ts';
import { isAllowed, type Session } from '../http/sessions.ts';
import { type AmpWorld, type Call, textIn } from '../http/world.ts';
import type { Instance } from '../server/instance.ts';
import { guidOf } from '../server/instance-folder.ts';
import { runCommand } from '../server/run-command.ts';
import { type ConsoleLine, consoleText } from '../server/server-console.ts';
import { startApplication } from '../server/start-application.ts';
import { killApplication, restartApplication, stopApplication } from '../server/stop-application.ts';
import { BACKUP_METHODS } from './backup-methods.ts';
import { type InstanceMethod, sharedMethods, specOf } from './method.ts';

/** What a new session is given of the console. */
const FIRST_LINES = 40;

/** What an instance answers. */
export const INSTANCE_METHODS: ReadonlyMap<string, InstanceMethod> = new Map(
  Object.entries<InstanceMethod>({
    ...sharedMethods,
    ...BACKUP_METHODS,

    'Core/GetAPISpec': (world, _call, { folder }) =>
      specOf(world, 'instance', folder.spec.hasBackups !== false),

    'Core/GetStatus': ({ version }, _call, instance) => statusOf(instance, version),

    'Core/GetUserList': (_world, _call, { app }) =>
      Object.fromEntries(app.parts.players.list().map((player) => [guidOf(`player ${player}`), player])),

    'Core/GetUpdates': (world, { session }, instance) => ({
      Status: statusOf(instance, world.version),
      ConsoleEntries: newLines(session, instance).map((line) => entryOf(line, world)),
      Messages: [],
      Tasks: tasksOf(instance),
      Ports: portsOf(instance),
    }),

    'Core/SendConsoleMessage': (_world, call, { app }) => {
      for (const line of textIn(call, 'message').split(/\r?\n/)) runCommand(app, line, 'api');
    },

    'Core/Start': (_world, _call, { app }) => {
      if (!startApplication(app)) throw statusFalse('The application is already running');
      return done();
    },

    'Core/Stop': (_world, _call, { app }) => stopApplication(app),

    'Core/Restart': (_world, _call, { app }) => {
      restartApplication(app);
      return done();
    },

    'Core/Kill': (_world, _call, { app }) => killApplication(app),

    'Core/GetTasks': (_world, _call, instance) => tasksOf(instance),

    'Core/GetConfig': (_world, call, { app }) => {
      const node = textIn(call, 'node');
      const value = app.parts.settings.get(node);
      if (value === undefined) throw statusFalse(`No such node: ${node}`);
      return settingOf(node, value);
    },

    'Core/SetConfig': (world, call, { app }) => setConfig(world, call, app),
  }),
);

function setConfig(world: AmpWorld, call: Call, { parts }: Instance['app']): unknown {
  const [node, value] = [textIn(call, 'node'), textIn(call, 'value')];
  const permission = `Settings.${node}`;
  if (!isAllowed(call.session, permission)) {
    throw lacks(permission, world.options.refusalForm ?? 'exception');
  }
  if (!parts.settings.set(node, value)) throw statusFalse(`No such node: ${node}`);
  parts.tell({ kind: 'config-set', node, value });
  return done();
}

function newLines(session: Session, { app }: Instance): readonly ConsoleLine[] {
  const { console } = app.parts;
  const lines =
    session.lastLine === undefined ? console.since(0).slice(-FIRST_LINES) : console.since(session.lastLine);
  session.lastLine = console.lastNumber();
  return lines;
}

function entryOf(line: ConsoleLine, { options }: AmpWorld): unknown {
  const isParsed = options.consoleForm === 'parsed' && line.level !== 'raw' && line.level !== 'input';
  return {
    Contents: isParsed ? line.text : consoleText(line),
    Source: isParsed ? `Server thread/${line.level}` : 'Server',
    SourceId: '',
    Timestamp: new Date(line.at).toISOString(),
    Type: 'Console',
  };
}
