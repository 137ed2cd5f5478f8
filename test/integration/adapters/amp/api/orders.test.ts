import { describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../../src/core/model/errors.ts';
import { failureOf, inTurn, type RawReply, startRawAmp } from './raw-amp.ts';

const OK: RawReply = { body: { Status: true, Reason: '' } };
const VOID: RawReply = { body: '' };
const REFUSED: RawReply = { body: { Status: false, Reason: 'The application is already running' } };
const parameters = (...names: readonly string[]) => ({
  Parameters: names.map((Name) => ({ Name, TypeName: 'String', Description: '', Optional: false })),
  ReturnTypeName: 'ActionResult',
});

/** What AMP says of itself, with these methods besides those that every session has. */
function description(LocalFileBackupPlugin: object, Core: object = {}): RawReply {
  const basics = { GetStatus: parameters(), Start: parameters(), GetTasks: parameters() };
  return { body: { Core: { ...basics, ...Core }, LocalFileBackupPlugin } };
}

const OLD_BACKUP = parameters('Title', 'Description', 'Sticky', 'WasCreatedAutomatically');
const NEW_BACKUP = parameters(
  'Title',
  'Description',
  'Sticky',
  'Local',
  'S3',
  'DirtyOnly',
  'BackupWhileRunning',
);

describe('starting and stopping', () => {
  it('calls the application, which answers a stop with nothing', async () => {
    const amp = await startRawAmp({ 'instance:Core/Start': OK, 'instance:Core/Stop': VOID });
    await amp.operator.power.start('TOW01');
    await amp.operator.power.stop('TOW01');
    expect([amp.count('instance:Core/Start'), amp.count('instance:Core/Stop')]).toEqual([1, 1]);
    expect(amp.calls.at(-1)?.body).toEqual({ SESSIONID: 'session-of-the-fleet-2' });
  });

  it.each<readonly [string, 'start' | 'stop', number]>([
    ['starts already', 'start', 10],
    ['runs already', 'start', 20],
    ['stops already', 'stop', 40],
    ['is down already', 'stop', 0],
    ['is down already by a crash', 'stop', 100],
  ])('is no failure where AMP refuses since the server %s', async (_why, order, State) => {
    const amp = await startRawAmp({
      'Core/Start': REFUSED,
      'Core/Stop': REFUSED,
      'Core/GetStatus': { body: { State } },
    });
    await amp.operator.power[order]('TOW01');
    expect(amp.count('Core/GetStatus')).toBe(1);
  });

  it('is a failure where it is not so', async () => {
    const amp = await startRawAmp({ 'Core/Start': REFUSED, 'Core/GetStatus': { body: { State: 0 } } });
    expect(await failureOf(amp.operator.power.start('TOW01'))).toBeInstanceOf(MistakeError);
  });

  it('says which method AMP does not offer, where its own description lacks it', async () => {
    const amp = await startRawAmp({
      'Core/Stop': { body: { Title: 'Unknown API Method', Message: 'x', StackTrace: '' } },
      'Core/GetAPISpec': description({}),
    });
    const failure = await failureOf(amp.operator.power.stop('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('`Core/Stop`');
    expect(failure.next).toContain('`Core.AppManagement.StopApplication`');
  });
});

describe('taking a backup', () => {
  it.each<readonly [string, RawReply, object]>([
    [
      '2.6',
      description({ TakeBackup: OLD_BACKUP }),
      { Title: 'before', Sticky: false, WasCreatedAutomatically: true },
    ],
    [
      '2.8',
      description({ TakeBackup: NEW_BACKUP }),
      { Title: 'before', Sticky: false, Local: true, S3: false, DirtyOnly: false, BackupWhileRunning: true },
    ],
    ['a version that does not describe itself', { body: false }, { Title: 'before', Sticky: false }],
    [
      'a version that describes what needs no login alone',
      { body: { Core: { Login: parameters('username') } } },
      { Title: 'before', Sticky: false },
    ],
  ])('sends the parameters of %s and no others', async (_version, described, expected) => {
    const amp = await startRawAmp({ 'Core/GetAPISpec': described, 'LocalFileBackupPlugin/TakeBackup': OK });
    await amp.operator.backups.begin('TOW01', 'before');
    const { SESSIONID: _session, Description, ...sent } = amp.calls.at(-1)?.body ?? {};
    expect(sent).toEqual(expected);
    expect(Description).toEqual(expect.any(String));
  });

  it('asks for the description once for a login', async () => {
    const amp = await startRawAmp({
      'Core/GetAPISpec': description({ TakeBackup: NEW_BACKUP }),
      'LocalFileBackupPlugin/TakeBackup': OK,
    });
    await amp.operator.backups.begin('TOW01', 'one');
    await amp.operator.backups.begin('TOW01', 'two');
    expect(amp.count('Core/GetAPISpec')).toBe(1);
    expect(amp.count('controller:Core/GetAPISpec')).toBe(0);
  });

  it('says so where the instance has no such plugin, or the role no right', async () => {
    const amp = await startRawAmp({ 'Core/GetAPISpec': description({}) });
    const failure = await failureOf(amp.operator.backups.begin('TOW01', 'before'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.next).toContain('`LocalFileBackup.Backup.CreateBackup`');
    expect(amp.count('LocalFileBackupPlugin/TakeBackup')).toBe(0);
  });

  it('looks again for a right that was missing, with a new login after a minute', async () => {
    const amp = await startRawAmp({
      'Core/GetAPISpec': description({}),
      'LocalFileBackupPlugin/TakeBackup': OK,
    });
    const begin = () => amp.operator.backups.begin('TOW01', 'before');
    await failureOf(begin());
    amp.answers['Core/GetAPISpec'] = description({ TakeBackup: NEW_BACKUP });
    await failureOf(begin());
    amp.clock.time += 60_000;
    await failureOf(begin());
    await begin();
    expect(amp.count('instance:Core/Login')).toBe(2);
  });

  it('asks again for a description that AMP failed to give', async () => {
    const amp = await startRawAmp({
      'Core/GetAPISpec': inTurn(
        { body: { Title: 'Not yet', Message: 'x' } },
        description({ TakeBackup: NEW_BACKUP }),
      ),
      'LocalFileBackupPlugin/TakeBackup': OK,
    });
    await amp.operator.backups.begin('TOW01', 'one');
    await amp.operator.backups.begin('TOW01', 'two');
    expect(amp.calls.at(-1)?.body).toMatchObject({ Title: 'two', BackupWhileRunning: true });
  });

  it('is never begun twice by a lost answer', async () => {
    const amp = await startRawAmp({
      'Core/GetAPISpec': description({ TakeBackup: NEW_BACKUP }),
      'LocalFileBackupPlugin/TakeBackup': { hangUp: true },
    });
    expect(await failureOf(amp.operator.backups.begin('TOW01', 'x'))).toBeInstanceOf(TransientError);
    expect(amp.count('LocalFileBackupPlugin/TakeBackup')).toBe(1);
  });

  it.each<readonly [string, readonly object[], readonly object[], 'running' | 'done']>([
    ['is not listed yet', [{ Name: 'other' }], [], 'running'],
    ['is listed and nothing works', [{ Name: 'other' }, { Name: 'before' }], [], 'done'],
    [
      'is listed and a backup is worked on',
      [{ Name: 'before' }],
      [{ Name: 'Taking backup', State: 0 }],
      'running',
    ],
    ['is listed and its task waits', [{ Name: 'before' }], [{ Description: 'before', State: 2 }], 'running'],
    ['is listed and its task is over', [{ Name: 'before' }], [{ Name: 'Backup', State: 4 }], 'done'],
    [
      'is listed and its task has a state in words',
      [{ Name: 'before' }],
      [{ Name: 'Backup', State: 'x' }],
      'running',
    ],
    ['is listed and something else works', [{ Name: 'before' }], [{ Name: 'Update', State: 0 }], 'done'],
  ])('is seen to end: it %s', async (_what, backups, tasks, expected) => {
    const amp = await startRawAmp({
      'LocalFileBackupPlugin/GetBackups': { body: backups },
      'Core/GetTasks': { body: { result: tasks } },
    });
    expect(await amp.operator.backups.state('TOW01', 'before')).toBe(expected);
  });

  it.each<readonly [string, RawReply, RawReply]>([
    ['backups', { body: { Name: 'before' } }, { body: [] }],
    ['tasks', { body: [{ Name: 'before' }] }, { body: 'null' }],
  ])('passes where the list of %s is none', async (_what, backups, tasks) => {
    const amp = await startRawAmp({ 'LocalFileBackupPlugin/GetBackups': backups, 'Core/GetTasks': tasks });
    expect(await failureOf(amp.operator.backups.state('TOW01', 'before'))).toBeInstanceOf(TransientError);
  });
});

describe('AMP’s own settings', () => {
  const NODE = 'MinecraftModule.Limits.MaxPlayers';

  it.each<readonly [unknown, string]>([
    ['40', '40'],
    [40, '40'],
    [true, 'true'],
    ['', ''],
    [null, ''],
  ])('are read as text: %j', async (CurrentValue, expected) => {
    const amp = await startRawAmp({ 'Core/GetConfig': { body: { Node: NODE, CurrentValue } } });
    expect(await amp.operator.settings.read('TOW01', NODE)).toBe(expected);
    expect(amp.calls.at(-1)?.body).toMatchObject({ node: NODE });
  });

  it('are written by their node', async () => {
    const amp = await startRawAmp({ 'Core/SetConfig': OK });
    await amp.operator.settings.write('TOW01', NODE, '50');
    expect(amp.calls.at(-1)?.body).toMatchObject({ node: NODE, value: '50' });
  });

  it.each<readonly [string, RawReply]>([
    ['nothing', VOID],
    ['something else', { body: { Node: NODE } }],
    ['a text', { body: '"ok"' }],
  ])('are not taken for written where AMP answers %s', async (_what, reply) => {
    const amp = await startRawAmp({ 'Core/SetConfig': reply });
    expect(await failureOf(amp.operator.settings.write('TOW01', NODE, '50'))).toBeInstanceOf(TransientError);
  });

  it('name the right of the very setting, and never repeat a value', async () => {
    const body = { Status: false, Reason: 'requires the Settings.MinecraftModule.Limits permission' };
    const amp = await startRawAmp({
      'Core/SetConfig': inTurn(
        { body },
        { status: 403 },
        { body: { Status: false, Reason: 'hunter2 is bad' } },
      ),
    });
    const write = () => failureOf(amp.operator.settings.write('TOW01', NODE, 'hunter2'));
    expect((await write()).next).toContain('`Settings.MinecraftModule.Limits`');
    expect((await write()).next).toContain(`\`Settings.${NODE}\``);
    const failure = await write();
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message + failure.next).not.toContain('hunter2');
  });

  it.each<readonly [string, RawReply]>([
    ['with a reason', { body: { Status: false, Reason: 'No such node - X' } }],
    ['with null', { body: 'null' }],
    ['with nothing', VOID],
  ])('that do not exist are a mistake, told %s', async (_how, reply) => {
    const amp = await startRawAmp({ 'Core/GetConfig': reply });
    const failure = await failureOf(amp.operator.settings.read('TOW01', NODE));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('no setting');
  });

  it.each(['', 'a b', 'x/../y', 'x"y', 'x'.repeat(201)])('have no node %j', async (node) => {
    const amp = await startRawAmp();
    expect(await failureOf(amp.operator.settings.read('TOW01', node))).toBeInstanceOf(MistakeError);
    expect(amp.calls).toEqual([]);
  });
});
