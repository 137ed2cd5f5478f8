import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../../src/stand-ins/amp/index.ts';
import { ampRig, credentials, NAME, PASSWORD } from './amp-rig.ts';

const ADS = { name: 'ADS01', module: 'ADS' } as const;
const PROXY = { name: 'VEL01', module: 'Minecraft', type: 'Velocity' } as const;

describe('folders on disk', () => {
  it('are made with their marker files and listed one level above', async () => {
    const { instances } = await ampRig({ others: [ADS, { name: 'GEY01', module: 'GenericModule' }] });
    const listed = JSON.parse(readFileSync(join(dirname(instances), 'instances.json'), 'utf8'));
    expect(listed.map((entry: { InstanceName: string }) => entry.InstanceName)).toEqual([
      NAME,
      'ADS01',
      'GEY01',
    ]);
    const markers = [`${NAME}/MinecraftModule.kvp`, 'ADS01/ADSModule.kvp', 'GEY01/GenericModule.kvp'];
    expect(markers.filter((marker) => !existsSync(join(instances, marker)))).toEqual([]);
    expect(existsSync(join(instances, NAME, 'Minecraft'))).toBe(true);
  });

  it('that were there keep their files, ids and application folders', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const stranger = { InstanceName: 'OLD01', InstanceID: 'x' };
    const { instances, server } = await ampRig({
      ampFiles: {
        'instances.json': JSON.stringify([
          { InstanceName: NAME, InstanceID: id, FriendlyName: 'Towers' },
          stranger,
        ]),
        [`instances/${NAME}/MinecraftModule.kvp`]: 'ServerPath=game\n',
      },
    });
    expect([server.id, server.root]).toEqual([id, join(instances, NAME, 'game')]);
    const listed = JSON.parse(readFileSync(join(dirname(instances), 'instances.json'), 'utf8'));
    expect(listed).toMatchObject([stranger, { InstanceID: id, FriendlyName: 'Towers', Module: 'Minecraft' }]);
    expect(readFileSync(join(instances, NAME, 'MinecraftModule.kvp'), 'utf8')).toBe('ServerPath=game\n');
  });
});

describe('the controller', () => {
  it('lists instances by host, with its own only where asked', async () => {
    const { ask, login } = await ampRig({ server: { state: 'ready' }, others: [ADS, PROXY] });
    const session = await login();
    const names = (targets: readonly { AvailableInstances: readonly { InstanceName: string }[] }[]) =>
      targets.map(({ AvailableInstances }) => AvailableInstances.map(({ InstanceName }) => InstanceName));
    const targets = await ask('ADSModule/GetInstances', { session });
    expect(names(targets)).toEqual([[NAME, 'VEL01']]);
    expect(targets[0].AvailableInstances[0]).toMatchObject({ AppState: STATE.ready, Running: true });
    const all = await ask('ADSModule/GetInstances', { session, parameters: { ForceIncludeSelf: true } });
    expect(names(all)).toEqual([['ADS01', NAME, 'VEL01']]);
  });

  it('lists them flat or wrapped where told so', async () => {
    const flat = await ampRig({ instancesShape: 'flat' });
    const listed = await flat.ask('ADSModule/GetInstances', { session: await flat.login() });
    expect(listed).toMatchObject([{ InstanceName: NAME }]);
    const wrapped = await ampRig({ instancesShape: 'wrapped' });
    const session = await wrapped.login();
    expect(await wrapped.ask('ADSModule/GetInstances', { session })).toMatchObject({
      result: [{ AvailableInstances: [{ InstanceName: NAME }] }],
    });
    const parameters = { PermissionNode: 'Core.Special' };
    expect(await wrapped.ask('Core/CurrentSessionHasPermission', { session, parameters })).toEqual({
      result: true,
    });
  });

  it('gives its own host, one instance, and whether daemons run', async () => {
    const { ask, login, server } = await ampRig({ others: [ADS] });
    const session = await login();
    const local = await ask('ADSModule/GetLocalInstances', { session });
    expect(local.map((each: { Module: string }) => each.Module)).toEqual(['ADS', 'Minecraft']);
    const one = await ask('ADSModule/GetInstance', { session, parameters: { InstanceId: server.id } });
    expect(one).toMatchObject({ InstanceName: NAME, AppState: STATE.stopped, AMPVersion: '2.8.0.4' });
    expect(await ask('ADSModule/GetInstanceStatuses', { session })).toEqual([
      { InstanceID: server.id, Running: true },
    ]);
  });

  it('knows neither instances nor names that are not there', async () => {
    const { ask, login } = await ampRig();
    const session = await login();
    const parameters = { InstanceId: '00000000-0000-4000-8000-000000000000', InstanceName: 'GONE' };
    const { InstanceId, InstanceName } = parameters;
    expect(await ask('ADSModule/GetInstance', { session, parameters: { InstanceId } })).toEqual({
      Status: false,
      Reason: 'No such instance with this ID',
    });
    expect(await ask('ADSModule/StartInstance', { session, parameters: { InstanceName } })).toEqual({
      Status: false,
      Reason: 'No such instance with this name',
    });
  });

  it('shows an account only what it may manage', async () => {
    const { ask, post, server } = await ampRig({
      others: [PROXY],
      accounts: { few: { password: PASSWORD, permissions: ['Instances.VEL01.Manage', 'Core.*'] } },
    });
    const parameters = credentials('few', PASSWORD);
    const { sessionID: session, permissions } = await ask('Core/Login', { parameters });
    expect(permissions[0]).toMatch(/^Instances\.[0-9a-f-]{36}\.Manage$/);
    const listed = await ask('ADSModule/GetLocalInstances', { session });
    expect(listed).toMatchObject([{ InstanceName: 'VEL01' }]);
    expect(await ask('Core/Login', { through: NAME, parameters })).toMatchObject({
      success: false,
      result: 5,
    });
    expect(JSON.parse((await post('Core/Login', { through: 'VEL01', parameters })).text).result).toBe(10);
    expect(server.players).toEqual([]);
  });
});

describe('the status of a server', () => {
  it('has state, time since the start and metrics', async () => {
    const { server, tell, pass } = await ampRig({
      server: { state: 'ready' },
      files: { 'server.properties': 'max-players=8\nserver-port=2171\n' },
    });
    server.join('alice');
    pass(86_400_000 + 3_661_000);
    const status = await tell('Core/GetStatus');
    expect(status).toMatchObject({
      State: STATE.ready,
      Uptime: '1:01:01:01',
      Metrics: { 'Active Users': { RawValue: 1, MaxValue: 8, Percent: 13 }, TPS: { RawValue: 20 } },
      Ports: [{ Port: 2171, Listening: true }],
      RunningTasks: [],
    });
    server.stop();
    pass(300);
    expect(await tell('Core/GetStatus')).toMatchObject({
      State: STATE.stopped,
      Uptime: '0:00:00:00',
      Metrics: { 'Active Users': { RawValue: 0 } },
    });
  });

  it('has no ports in the older version', async () => {
    const { tell } = await ampRig({ version: '2.6' });
    expect(Object.keys(await tell('Core/GetStatus'))).toEqual(['State', 'Uptime', 'Metrics']);
  });

  it('names players by id', async () => {
    const { server, tell } = await ampRig({ server: { state: 'ready' } });
    expect(await tell('Core/GetUserList')).toEqual({});
    server.join('alice');
    const users = await tell('Core/GetUserList');
    expect(Object.values(users)).toEqual(['alice']);
    expect(Object.keys(users)[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is full at its bound', async () => {
    const files = { 'server.properties': 'max-players=1\n' };
    const { server } = await ampRig({ server: { state: 'ready' }, files });
    expect([server.join('alice'), server.join('bob'), server.players]).toEqual([
      'joined',
      'refused',
      ['alice'],
    ]);
  });
});

describe('updates', () => {
  it('give the last forty lines to a new session, and then only what is new to it', async () => {
    const { server, ask, login } = await ampRig({ server: { state: 'ready' } });
    for (let index = 1; index <= 50; index += 1) server.type(`say ${index}`);
    const first = await login(NAME);
    const lines = async (session: string) =>
      (await ask('Core/GetUpdates', { session, through: NAME })).ConsoleEntries.map(
        ({ Contents }: { Contents: string }) => Contents,
      );
    const early = await lines(first);
    expect([early.length, early.at(-1)]).toEqual([40, '[12:00:00 INFO]: [Not Secure] [Server] 50']);
    expect(await lines(first)).toEqual([]);
    server.type('list');
    expect(await lines(first)).toEqual([
      'list',
      '[12:00:00 INFO]: There are 0 of a max of 20 players online: ',
    ]);
    expect(await lines(await login(NAME))).toHaveLength(40);
  });

  it('come parsed where told so', async () => {
    const { tell } = await ampRig({ consoleForm: 'parsed', server: { state: 'ready' } });
    const { ConsoleEntries, Status } = await tell('Core/GetUpdates');
    expect(Status.State).toBe(STATE.ready);
    expect(ConsoleEntries.at(-1)).toMatchObject({
      Contents: 'Done (0.500s)! For help, type "help"',
      Source: 'Server thread/INFO',
      Type: 'Console',
    });
  });
});

describe('settings', () => {
  const ampFiles = {
    [`instances/${NAME}/MinecraftModule.kvp`]:
      '# AMP\nLimits.MaxPlayers=20\nLimits.SleepMode=False\nName=a=b\n',
  };
  const typed = ({ CurrentValue, ValType }: { CurrentValue: unknown; ValType: string }) => [
    CurrentValue,
    ValType,
  ];

  it('are read with their type, by node', async () => {
    const { tell } = await ampRig({ ampFiles });
    const read = async (node: string) => typed(await tell('Core/GetConfig', { node }));
    expect(await read('MinecraftModule.Limits.MaxPlayers')).toEqual([20, 'Int32']);
    expect(await read('MinecraftModule.Limits.SleepMode')).toEqual([false, 'Boolean']);
    expect(await read('MinecraftModule.Name')).toEqual(['a=b', 'String']);
    expect(await read('Core.Webserver.IPBinding')).toEqual(['127.0.0.1', 'String']);
  });

  it('are written to the file of their area and told', async () => {
    const { tell, instances, events } = await ampRig({ ampFiles });
    const node = 'MinecraftModule.Limits.MaxPlayers';
    expect(await tell('Core/SetConfig', { node, value: '40' })).toMatchObject({ Status: true });
    expect(readFileSync(join(instances, NAME, 'MinecraftModule.kvp'), 'utf8')).toBe(
      '# AMP\nLimits.MaxPlayers=40\nLimits.SleepMode=False\nName=a=b\n',
    );
    expect(typed(await tell('Core/GetConfig', { node }))).toEqual([40, 'Int32']);
    expect(events('config-set')).toMatchObject([{ node, value: '40' }]);
  });

  it('of nodes that AMP does not know are refused', async () => {
    const { tell, events } = await ampRig({ ampFiles });
    const refused = { Status: false, Reason: 'No such node: MinecraftModule.Nope' };
    expect(await tell('Core/GetConfig', { node: 'MinecraftModule.Nope' })).toEqual(refused);
    expect(await tell('Core/SetConfig', { node: 'MinecraftModule.Nope', value: '1' })).toEqual(refused);
    expect(events('config-set')).toEqual([]);
  });
});

describe('backups', () => {
  const order = { Title: 'before 1a2b', Description: '', Sticky: false };
  const newer = { Local: true, S3: false, DirtyOnly: false, BackupWhileRunning: true };

  it('are a task for a while and then in the list', async () => {
    const { tell, pass, events } = await ampRig({ server: { state: 'ready' } });
    expect(await tell('LocalFileBackupPlugin/TakeBackup', { ...order, ...newer })).toMatchObject({
      Status: true,
    });
    expect(await tell('Core/GetTasks')).toEqual([]);
    pass(200);
    expect(await tell('Core/GetTasks')).toMatchObject([
      { Name: 'Taking backup before 1a2b', State: 0, ProgressPercent: 50 },
    ]);
    expect(await tell('LocalFileBackupPlugin/GetBackups')).toEqual([]);
    pass(200);
    expect(await tell('Core/GetTasks')).toEqual([]);
    expect(await tell('LocalFileBackupPlugin/GetBackups')).toMatchObject([
      { Name: 'before 1a2b', Sticky: false, TakenBy: 'agent', Timestamp: '2030-01-01T12:00:00.400Z' },
    ]);
    expect(events('backup')).toMatchObject([{ outcome: 'begun' }, { outcome: 'done' }]);
  });

  it('that fail stay a failed task', async () => {
    const { server, tell, pass } = await ampRig();
    server.failNextBackup();
    await tell('LocalFileBackupPlugin/TakeBackup', { ...order, ...newer });
    pass(400);
    expect(await tell('Core/GetTasks')).toMatchObject([{ State: 3 }]);
    expect(await tell('LocalFileBackupPlugin/GetBackups')).toEqual([]);
  });

  it('stop a server that must be stopped for them, and start it again', async () => {
    const { server, tell, pass, states, events } = await ampRig({
      server: { state: 'ready', backupStopsServer: true },
    });
    server.join('alice');
    expect(await tell('LocalFileBackupPlugin/BackupWillStopServer')).toBe(true);
    await tell('LocalFileBackupPlugin/TakeBackup', { ...order, ...newer, BackupWhileRunning: false });
    pass(5000);
    const { stopping, stopped, preStart, starting, ready } = STATE;
    expect(states()).toEqual([stopping, stopped, preStart, starting, ready]);
    expect(events('kick')).toMatchObject([{ players: ['alice'] }]);
    expect(await tell('LocalFileBackupPlugin/GetBackups')).toHaveLength(1);
  });

  it('are lost with the daemon', async () => {
    const { server, tell, ask, login, pass, states } = await ampRig({
      server: { state: 'ready', backupStopsServer: true },
    });
    await tell('LocalFileBackupPlugin/TakeBackup', { ...order, ...newer, BackupWhileRunning: false });
    server.stopDaemon();
    pass(5000);
    await ask('ADSModule/StartInstance', { session: await login(), parameters: { InstanceName: NAME } });
    pass(5000);
    const session = await login(NAME);
    expect(await ask('LocalFileBackupPlugin/GetBackups', { session, through: NAME })).toEqual([]);
    expect(states().at(-1)).toBe(STATE.stopped);
  });

  it('take the parameters of their version', async () => {
    const { tell, pass } = await ampRig({ version: '2.6' });
    const parameters = { ...order, WasCreatedAutomatically: true };
    expect(await tell('LocalFileBackupPlugin/TakeBackup', parameters)).toMatchObject({ Status: true });
    pass(400);
    expect(await tell('LocalFileBackupPlugin/GetBackups')).toMatchObject([{ CreatedAutomatically: true }]);
  });
});

describe('the description that AMP gives of itself', () => {
  const parametersOf = (
    spec: Readonly<Record<string, Readonly<Record<string, { Parameters: readonly { Name: string }[] }>>>>,
  ) => spec['LocalFileBackupPlugin']?.['TakeBackup']?.Parameters.map(({ Name }) => Name);

  it('tells the parameters of its version', async () => {
    const old = await ampRig({ version: '2.6' });
    expect(parametersOf(await old.tell('Core/GetAPISpec'))).toEqual([
      'Title',
      'Description',
      'Sticky',
      'WasCreatedAutomatically',
    ]);
    const recent = await ampRig();
    expect(parametersOf(await recent.tell('Core/GetAPISpec'))).toContain('BackupWhileRunning');
  });

  it('tells what its layer has', async () => {
    const { ask, login, tell } = await ampRig({ server: { hasBackups: false } });
    const controller = await ask('Core/GetAPISpec', { session: await login() });
    expect(Object.keys(controller).sort()).toEqual(['ADSModule', 'Core']);
    expect(Object.keys(controller.Core)).not.toContain('Stop');
    const instance = await tell('Core/GetAPISpec');
    expect(Object.keys(instance)).toEqual(['Core']);
    expect(instance.Core.SetConfig.Parameters).toMatchObject([
      { Name: 'node', TypeName: 'String', Optional: false },
      { Name: 'value', TypeName: 'String', Optional: false },
    ]);
    expect((await tell('LocalFileBackupPlugin/GetBackups')).Title).toBe('Method Not Found');
  });
});
