import { describe, expect, it } from 'vitest';
import { STATE } from '../../../src/stand-ins/amp/index.ts';
import { ampRig, NAME, START } from './amp-rig.ts';

describe('a start', () => {
  it('goes from stopped over its steps to ready, each at its time', async () => {
    const { amp, server, tell, pass, states } = await ampRig({ server: { startMillis: 1000 } });
    expect((await tell('Core/Start')).Status).toBe(true);
    pass(199);
    expect(server.state).toBe(STATE.preStart);
    pass(1);
    expect(server.state).toBe(STATE.starting);
    pass(799);
    expect(server.state).toBe(STATE.starting);
    pass(1);
    expect(states()).toEqual([STATE.preStart, STATE.starting, STATE.ready]);
    expect(amp.events.at(-1)?.at).toBe(START + 1000);
    expect(server.console.at(-1)).toBe('[12:00:01 INFO]: Done (1.000s)! For help, type "help"');
  });

  it('tells times as they were, however far the clock leaps', async () => {
    const { amp, server, pass } = await ampRig();
    server.start();
    pass(7 * 86_400_000);
    expect(server.state).toBe(STATE.ready);
    expect(amp.events.map(({ at }) => at - START)).toEqual([0, 100, 100, 500]);
  });

  it('is refused while the server is up', async () => {
    const { tell, states } = await ampRig({ server: { state: 'ready' } });
    expect(await tell('Core/Start')).toEqual({
      Status: false,
      Reason: 'The application is already running',
    });
    expect(states()).toEqual([]);
  });

  it('fails where it is told to, once', async () => {
    const { server, pass, states } = await ampRig();
    server.failNextStart();
    server.start();
    pass(1000);
    expect(states()).toEqual([STATE.preStart, STATE.starting, STATE.failed]);
    server.start();
    pass(1000);
    expect(server.state).toBe(STATE.ready);
  });
});

describe('a stop', () => {
  it('sends players away, and tells what they had been told', async () => {
    const { server, tell, pass, events, states } = await ampRig({ server: { state: 'ready' } });
    expect([server.join('alice'), server.join('bob')]).toEqual(['joined', 'joined']);
    server.leave('bob');
    await tell('Core/SendConsoleMessage', { message: 'say long ago' });
    pass(16 * 60_000);
    await tell('Core/SendConsoleMessage', { message: 'say restart in a minute' });
    expect(await tell('Core/Stop')).toBeUndefined();
    expect([server.state, server.players, server.join('carol')]).toEqual([STATE.stopping, [], 'refused']);
    pass(300);
    expect(states()).toEqual([STATE.stopping, STATE.stopped]);
    expect(events('kick')).toMatchObject([
      { server: NAME, players: ['alice'], said: [{ text: 'restart in a minute', at: START + 16 * 60_000 }] },
    ]);
    expect(events('say')).toMatchObject([{ players: ['alice'] }, { players: ['alice'] }]);
  });

  it('kicks nobody on an empty server', async () => {
    const { server, pass, events } = await ampRig({ server: { state: 'ready' } });
    server.stop();
    pass(300);
    expect([server.state, events('kick')]).toEqual([STATE.stopped, []]);
  });

  it('calls a start off that is on its way', async () => {
    const { server, pass, states } = await ampRig();
    server.start();
    pass(200);
    server.stop();
    pass(5000);
    expect(states()).toEqual([STATE.preStart, STATE.starting, STATE.stopping, STATE.stopped]);
  });

  it('that hangs ends with a kill alone', async () => {
    const { server, tell, pass } = await ampRig({ server: { state: 'ready' } });
    server.hangInStopping();
    await tell('Core/Stop');
    pass(3_600_000);
    expect(server.state).toBe(STATE.stopping);
    expect(await tell('Core/Kill')).toBeUndefined();
    expect(server.state).toBe(STATE.stopped);
  });
});

describe('a restart', () => {
  it('goes through restarting to ready', async () => {
    const { tell, pass, states } = await ampRig({ server: { state: 'ready' } });
    expect((await tell('Core/Restart')).Status).toBe(true);
    pass(1000);
    expect(states()).toEqual([STATE.restarting, STATE.preStart, STATE.starting, STATE.ready]);
  });

  it('does not start a server that is down', async () => {
    const { tell, pass, states } = await ampRig();
    await tell('Core/Restart');
    pass(1000);
    expect(states()).toEqual([]);
  });
});

describe('a crash', () => {
  it('loses players and starts again', async () => {
    const { server, pass, events, states } = await ampRig({ server: { state: 'ready' } });
    server.join('alice');
    server.crash();
    pass(1000);
    expect(states()).toEqual([STATE.stopping, STATE.starting, STATE.ready]);
    expect(events('crash')).toMatchObject([{ players: ['alice'] }]);
    expect(events('kick')).toEqual([]);
  });

  it('loop ends by itself when it is short', async () => {
    const { server, pass, events } = await ampRig();
    server.crashLoop(2);
    server.start();
    pass(10_000);
    expect([server.state, events('crash').length]).toEqual([STATE.ready, 2]);
  });

  it('loop ends as failed when AMP has had enough, and goes on with the next start', async () => {
    const { server, pass, events, states } = await ampRig({ server: { crashRestarts: 1 } });
    server.crashLoop(3);
    server.start();
    pass(10_000);
    expect([server.state, events('crash').length]).toEqual([STATE.failed, 2]);
    const { preStart, starting, ready, stopping, failed } = STATE;
    expect(states()).toEqual([preStart, starting, ready, stopping, starting, ready, failed]);
    server.start();
    pass(10_000);
    expect([server.state, events('crash').length]).toEqual([STATE.ready, 3]);
  });

  it('does not count to a row when the server was up for long before it', async () => {
    const { server, pass } = await ampRig({ server: { state: 'ready', crashRestarts: 1 } });
    for (const _ of ['one', 'two', 'three']) {
      pass(120_000);
      server.crash();
      pass(1000);
      expect(server.state).toBe(STATE.ready);
    }
  });

  it('while it stops leaves it stopped', async () => {
    const { server, pass } = await ampRig({ server: { state: 'ready' } });
    server.stop();
    server.crash();
    pass(10_000);
    expect(server.state).toBe(STATE.stopped);
  });
});

describe('a server that sleeps', () => {
  it('is woken by a player, who is on once it is ready', async () => {
    const { server, pass, states } = await ampRig({ server: { state: 'ready' } });
    server.fallAsleep();
    expect(server.state).toBe(STATE.preparingForSleep);
    pass(300);
    expect(server.state).toBe(STATE.sleeping);
    expect([server.join('alice'), server.players]).toEqual(['wakes', []]);
    pass(500);
    expect(server.players).toEqual(['alice']);
    const { preparingForSleep, sleeping, preStart, starting, ready } = STATE;
    expect(states()).toEqual([preparingForSleep, sleeping, preStart, starting, ready]);
  });

  it('can be started and stopped through AMP', async () => {
    const { server, tell, pass } = await ampRig({ server: { state: 'ready' } });
    server.fallAsleep();
    pass(300);
    await tell('Core/Stop');
    expect(server.state).toBe(STATE.stopped);
    await tell('Core/Start');
    pass(500);
    expect(server.state).toBe(STATE.ready);
  });

  it('does not fall asleep while somebody plays', async () => {
    const { server } = await ampRig({ server: { state: 'ready' } });
    server.join('alice');
    expect(() => server.fallAsleep()).toThrow(/somebody is on/);
  });
});

describe('the daemon of an instance', () => {
  it('takes the server with it, and comes back without it', async () => {
    const { amp, server, ask, login, pass, events } = await ampRig({ server: { state: 'ready' } });
    const session = await login();
    const own = await login(NAME);
    server.stopDaemon();
    const down = {
      Title: 'Instance Unavailable',
      Message: 'The requested instance is not available at this time.',
    };
    expect(await ask('Core/GetStatus', { session: own, through: NAME })).toEqual(down);
    expect(
      (await ask('ADSModule/GetInstance', { session, parameters: { InstanceId: server.id } })).AppState,
    ).toBe(STATE.undefined);
    const start = { session, parameters: { InstanceName: NAME } };
    expect((await ask('ADSModule/StartInstance', start)).Status).toBe(true);
    expect((await ask('ADSModule/StartInstance', start)).Status).toBe(false);
    pass(300);
    expect((await ask('Core/GetStatus', { session: own, through: NAME })).Message).toContain(
      'Session.Exists',
    );
    const again = await login(NAME);
    expect((await ask('Core/GetStatus', { session: again, through: NAME })).State).toBe(STATE.stopped);
    expect(events('daemon')).toMatchObject([{ to: 'down' }, { to: 'up' }]);
    expect(amp.requests.list().at(-1)).toMatchObject({
      method: 'Core/GetStatus',
      instance: NAME,
      login: 'agent',
    });
  });

  it('is told late by the controller', async () => {
    const { server, ask, login, pass } = await ampRig({ runningLagMillis: 20_000 });
    const session = await login();
    const running = async () => (await ask('ADSModule/GetInstanceStatuses', { session }))[0].Running;
    server.stopDaemon();
    expect(await running()).toBe(true);
    pass(20_000);
    expect(await running()).toBe(false);
    await ask('ADSModule/StartInstance', { session, parameters: { InstanceName: NAME } });
    pass(300);
    expect(await running()).toBe(false);
    pass(20_000);
    expect(await running()).toBe(true);
  });
});

describe('without a clock of its own', () => {
  it('a server becomes ready by itself', async () => {
    const { server, states } = await ampRig({ realTime: true, server: { startMillis: 60 } });
    server.start();
    await expect.poll(states, { timeout: 5000 }).toEqual([STATE.preStart, STATE.starting, STATE.ready]);
  });
});
