import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createAmpOperator } from '../../../../../src/adapters/amp/index.ts';
import { MistakeError, OperatingError, TransientError } from '../../../../../src/core/model/errors.ts';
import { Secret } from '../../../../../src/core/model/secret.ts';
import type { ServerOperator } from '../../../../../src/ports/server-operator.ts';
import { type AmpRig, ampRig, NAME, PASSWORD, type RigOptions, START } from '../../../stand-ins/amp-rig.ts';

interface Fleet extends Pick<AmpRig, 'amp' | 'server' | 'write' | 'read'> {
  readonly operator: ServerOperator;
  createOperator(options?: Partial<Parameters<typeof createAmpOperator>[0]>): ServerOperator;
  pass(millis: number): void;
  /** How often the layer was asked for the method. */
  asked(method: string, layer?: 'controller' | 'instance'): number;
}

/** The stand-in with one server, and an operator with the same clock. What AMP's description forbids fails the test. */
async function fleet(options: RigOptions = {}): Promise<Fleet> {
  const rig = await ampRig(options);
  let time = START;
  const createOperator: Fleet['createOperator'] = (more = {}) =>
    createAmpOperator({
      url: rig.amp.url,
      username: 'agent',
      password: new Secret(PASSWORD),
      session: 'auto',
      clock: { now: () => time },
      retryPauseMillis: 1,
      ...more,
    });
  return {
    ...rig,
    operator: createOperator(),
    createOperator,
    pass: (millis) => {
      time += millis;
      rig.pass(millis);
    },
    asked: (method, layer) =>
      rig.amp.requests
        .list()
        .filter(
          ({ method: seen, instance }) =>
            seen === method && (layer === undefined || (layer === 'instance') === (instance !== undefined)),
        ).length,
  };
}

async function failureOf(call: Promise<unknown>): Promise<OperatingError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(PASSWORD);
  if (!(error instanceof OperatingError)) throw new Error(`not an expected failure: ${String(error)}`);
  return error;
}

const role = (...permissions: readonly string[]) => ({
  accounts: { agent: { password: PASSWORD, permissions: [`Instances.${NAME}.Manage`, ...permissions] } },
});

describe('a server under AMP', () => {
  it.each<RigOptions>([
    { version: '2.6' },
    { version: '2.6', sessionBy: 'body' },
    { version: '2.8' },
    { version: '2.8', sessionBy: 'bearer' },
    { version: '2.6', instancesShape: 'wrapped' },
    { version: '2.8', instancesShape: 'flat' },
  ])('is started, looked at and stopped with %j', async (options) => {
    const { operator, pass } = await fleet(options);
    const { watch, power } = operator;
    expect(await watch.look(NAME)).toMatchObject({ state: 'stopped', startedAt: undefined });
    await power.start(NAME);
    expect((await watch.look(NAME)).state).toBe('starting');
    pass(500);
    const readyAt = START + 500;
    expect(await watch.look(NAME)).toEqual({ state: 'ready', players: 0, startedAt: readyAt, detail: '' });
    await power.stop(NAME);
    expect((await watch.look(NAME)).state).toBe('stopping');
    pass(300);
    expect((await watch.look(NAME)).state).toBe('stopped');
  });

  it('names its session as AMP’s version wants it', async () => {
    const by = async (version: '2.6' | '2.8') => {
      const { amp, operator } = await fleet({ version });
      await operator.watch.look(NAME);
      return amp.requests.list().at(-1)?.sessionBy;
    };
    expect([await by('2.6'), await by('2.8')]).toEqual(['both', 'bearer']);
  });

  it('tells who plays, and what sleeps', async () => {
    const { operator, server } = await fleet({ server: { state: 'ready' } });
    server.join('Ada');
    server.join('Bob');
    expect((await operator.watch.look(NAME)).players).toBe(2);
    server.leave('Ada');
    server.leave('Bob');
    server.fallAsleep();
    expect((await operator.watch.look(NAME)).state).toBe('sleeping');
  });

  it('is failed after crashes in a row', async () => {
    const { operator, server, pass } = await fleet();
    server.crashLoop(9);
    await operator.power.start(NAME);
    for (let round = 0; round < 40; round += 1) pass(500);
    expect((await operator.watch.look(NAME)).state).toBe('failed');
  });

  it('is unknown while its own part of AMP is down, and found again when it is up', async () => {
    const { operator, server } = await fleet();
    expect((await operator.watch.look(NAME)).state).toBe('stopped');
    server.stopDaemon();
    expect((await operator.watch.look(NAME)).state).toBe('unknown');
    expect(await failureOf(operator.power.start(NAME))).toBeInstanceOf(TransientError);
  });

  it('is started by nobody twice', async () => {
    const { operator } = await fleet({ server: { state: 'ready' } });
    await operator.power.start(NAME);
    expect((await operator.watch.look(NAME)).state).toBe('ready');
  });
});

describe('the console of a server under AMP', () => {
  it('answers a command, and is read once', async () => {
    const { operator } = await fleet({ server: { state: 'ready' } });
    await operator.console.read(NAME);
    await operator.console.send(NAME, '/list');
    const lines = await operator.console.read(NAME);
    expect(lines.join('\n')).toContain('There are 0 of a max of');
    expect(await operator.console.read(NAME)).toEqual([]);
  });

  it.each<RigOptions>([{ consoleForm: 'raw' }, { consoleForm: 'parsed' }])(
    'is not read again after a lost session, with %j',
    async (options) => {
      const { amp, operator } = await fleet({ server: { state: 'ready' }, ...options });
      const before = await operator.console.read(NAME);
      expect(before.length).toBeGreaterThan(0);
      amp.loseSessions();
      amp.server(NAME).type('list');
      const after = await operator.console.read(NAME);
      expect(after.join('\n')).toContain('There are 0 of a max of');
      expect(after.filter((line) => before.includes(line))).toEqual([]);
      expect(await operator.console.read(NAME)).toEqual([]);
    },
  );

  it.each(['hang-up-after', 'torn', 'empty'] as const)(
    'loses no line by an answer that is %s',
    async (kind) => {
      const { amp, operator } = await fleet({ server: { state: 'ready' } });
      await operator.console.read(NAME);
      amp.server(NAME).type('list');
      amp.faults.add({ kind, match: { method: 'Core/GetUpdates' } });
      expect(await failureOf(operator.console.read(NAME))).toBeInstanceOf(TransientError);
      expect((await operator.console.read(NAME)).join('\n')).toContain('There are 0 of a max of');
    },
  );
});

describe('a backup by AMP', () => {
  it.each(['2.6', '2.8'] as const)('is taken with the parameters of %s and seen to end', async (version) => {
    const { operator, server, pass } = await fleet({ version, server: { state: 'ready' } });
    const { backups } = operator;
    await backups.begin(NAME, 'homeamp before');
    expect(await backups.state(NAME, 'homeamp before')).toBe('running');
    pass(400);
    expect(await backups.state(NAME, 'homeamp before')).toBe('done');
    expect(await backups.state(NAME, 'another')).toBe('running');
    expect(server.state).toBe(20);
  });

  it('does not stop a server where AMP can take it while the server runs', async () => {
    const { operator, server, pass } = await fleet({ server: { state: 'ready', backupStopsServer: true } });
    server.join('Ada');
    await operator.backups.begin(NAME, 'x');
    pass(100);
    expect([server.state, server.players]).toEqual([20, ['Ada']]);
  });

  it('says that the instance has no plugin for it', async () => {
    const { operator } = await fleet({ server: { hasBackups: false } });
    expect((await failureOf(operator.backups.begin(NAME, 'x'))).next).toContain('plugin');
  });
});

describe('AMP’s own settings of a server', () => {
  it('are read and written by their node', async () => {
    const node = 'MinecraftModule.Limits.MaxPlayers';
    const { operator } = await fleet({
      ampFiles: { [`instances/${NAME}/MinecraftModule.kvp`]: 'Limits.MaxPlayers=20\n' },
    });
    expect(await operator.settings.read(NAME, node)).toBe('20');
    await operator.settings.write(NAME, node, '33');
    expect(await operator.settings.read(NAME, node)).toBe('33');
  });

  it('that do not exist are a mistake', async () => {
    const { operator } = await fleet();
    const failure = await failureOf(operator.settings.read(NAME, 'MinecraftModule.No.Such'));
    expect(failure).toBeInstanceOf(MistakeError);
  });
});

describe('an account that AMP does not serve', () => {
  it('is refused with a wrong password, and not tried again at once', async () => {
    const { createOperator, asked, pass } = await fleet();
    const operator = createOperator({ password: new Secret('wrong') });
    expect(await failureOf(operator.watch.look(NAME))).toBeInstanceOf(MistakeError);
    await failureOf(operator.power.stop(NAME));
    expect(asked('Core/Login')).toBe(1);
    pass(60_000);
    await failureOf(operator.watch.look(NAME));
    expect(asked('Core/Login')).toBe(2);
  });

  it.each<readonly [number, string]>([
    [25, 'Enable it'],
    [40, 'two-factor'],
  ])('is told why: %d', async (result, help) => {
    const { operator } = await fleet({ accounts: { agent: { password: PASSWORD, result } } });
    expect((await failureOf(operator.watch.look(NAME))).next).toContain(help);
  });

  it('may lack the right to an instance', async () => {
    const { operator } = await fleet({ accounts: { agent: { password: PASSWORD, permissions: [] } } });
    expect((await failureOf(operator.watch.look(NAME))).next).toContain('Instances.');
  });

  it.each(['exception', 'status'] as const)('may lack a right, told as %s', async (refusalForm) => {
    const { operator } = await fleet({ ...role('Core.AppManagement.StartApplication'), refusalForm });
    await operator.power.start(NAME);
    const failures = await Promise.all([
      failureOf(operator.power.stop(NAME)),
      failureOf(operator.console.read(NAME)),
      failureOf(operator.console.send(NAME, 'list')),
    ]);
    expect(failures.map(({ next }) => /`([^`]+)`/.exec(next)?.[1])).toEqual([
      'Core.AppManagement.StopApplication',
      'Core.AppManagement.ReadConsole',
      'Core.AppManagement.SendConsoleInput',
    ]);
  });

  it('needs no more than the least rights for all that it does', async () => {
    const { operator, pass } = await fleet(
      role(
        'Core.AppManagement.StartApplication',
        'Core.AppManagement.StopApplication',
        'Core.AppManagement.ReadConsole',
        'Core.AppManagement.SendConsoleInput',
        'LocalFileBackup.Backup.CreateBackup',
        'LocalFileBackup.Backup.ViewBackupsList',
      ),
    );
    await operator.power.start(NAME);
    pass(500);
    await operator.console.send(NAME, 'list');
    expect(await operator.console.read(NAME)).not.toEqual([]);
    await operator.backups.begin(NAME, 'x');
    expect(await operator.backups.state(NAME, 'x')).toBe('running');
    await operator.power.stop(NAME);
    expect((await operator.watch.look(NAME)).state).toBe('stopping');
  });
});

describe('a session that is lost', () => {
  it.each(['exception', 'status'] as const)(
    'is renewed without anybody noticing, told as %s',
    async (refusalForm) => {
      const { amp, operator, asked } = await fleet({ refusalForm });
      await operator.watch.look(NAME);
      amp.loseSessions();
      expect((await operator.watch.look(NAME)).state).toBe('stopped');
      expect([asked('Core/Login', 'controller'), asked('Core/Login', 'instance')]).toEqual([2, 2]);
    },
  );

  it('by idleness is renewed too', async () => {
    const { operator, pass } = await fleet({ sessionIdleMillis: 1000 });
    await operator.watch.look(NAME);
    pass(5000);
    expect((await operator.watch.look(NAME)).state).toBe('stopped');
  });

  it('twice in a row is a passing failure, and the next call begins anew', async () => {
    const { amp, operator, asked } = await fleet();
    amp.faults.add({ kind: 'no-session', match: { method: 'Core/Start' }, times: 'forever' });
    expect(await failureOf(operator.power.start(NAME))).toBeInstanceOf(TransientError);
    expect(asked('Core/Start')).toBe(2);
    expect(asked('Core/Login', 'instance')).toBe(2);
    amp.faults.clear();
    await operator.power.start(NAME);
    expect((await operator.watch.look(NAME)).state).toBe('starting');
  });
});

describe('AMP with faults', () => {
  it.each(['html-502', 'torn', 'hang-up', 'hang-up-after', 'huge'] as const)(
    'is asked again for what does no harm: %s',
    async (kind) => {
      const { amp, operator } = await fleet();
      await operator.watch.look(NAME);
      amp.faults.add({ kind, match: { method: 'Core/GetStatus' } });
      expect((await operator.watch.look(NAME)).state).toBe('stopped');
      expect(amp.requests.list().filter(({ method }) => method === 'Core/GetStatus')).toHaveLength(3);
    },
  );

  it.each(['status-false', 'exception', 'bare-false', 'html-502', 'torn', 'hang-up'] as const)(
    'never gets an order twice: %s',
    async (kind) => {
      const { amp, operator, asked } = await fleet();
      amp.faults.add({ kind, match: { method: 'Core/Start' }, times: 'forever' });
      await failureOf(operator.power.start(NAME));
      expect(asked('Core/Start')).toBe(1);
    },
  );

  it('passes while it is away, and is there again afterwards', async () => {
    const { amp, operator } = await fleet();
    await operator.watch.look(NAME);
    const up = amp.faults.down();
    expect((await failureOf(operator.watch.look(NAME))).message).toBe('AMP is out of reach.');
    up();
    expect((await operator.watch.look(NAME)).state).toBe('stopped');
  });

  it('is not waited for without end', async () => {
    const { amp, createOperator } = await fleet();
    const operator = createOperator({ timeoutMillis: 80 });
    await operator.watch.look(NAME);
    amp.faults.add({ kind: 'slow', delayMillis: 400, match: { method: 'Core/Stop' } });
    expect((await failureOf(operator.power.stop(NAME))).message).toContain('too long');
  });
});
