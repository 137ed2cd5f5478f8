import { describe, expect, it } from 'vitest';
import { type AmpDaemon, ampDaemon } from '../../support/amp-daemon.ts';
import { ranged } from '../../support/amp-place.ts';

const STATE = { stopped: 0, preparing: 5, starting: 10, ready: 20, stopping: 40 } as const;
const QUICK = { activation: '{ restart: now, health: { watch: 1s } }' };

/** The server runs on these files, and nothing was lost or written under it. */
function expectRunning(host: AmpDaemon, range: number): void {
  const text = `range: ${range}\nmax: 10\n`;
  const memory = (plugin: string) => host.server.memoryOf(`plugins/${plugin}/config.yml`);
  expect([host.live('Chairs'), host.live('Tables'), memory('Chairs'), memory('Tables')]).toEqual([
    text,
    text,
    text,
    text,
  ]);
  expect(host.server.state).toBe(STATE.ready);
  expect(host.files().filter((path) => path.includes('.homeamp'))).toEqual([]);
  const careless = host.amp.events.filter(
    (event) => event.kind === 'changed-while-running' || (event.kind === 'file-saved' && event.undid),
  );
  expect(careless).toEqual([]);
  expect(host.amp.violations).toEqual([]);
}

function startsOf(host: AmpDaemon): number {
  return host.amp.events.filter((event) => event.kind === 'state' && event.to === STATE.starting).length;
}

describe('the agent as a process', { timeout: 60_000 }, () => {
  it('that is killed while the server stops, is down or starts is followed by one that goes on', async () => {
    const host = await ampDaemon({ ...QUICK, server: { stopMillis: 700, startMillis: 900 } });
    let agent = host.start();
    await agent.until('A pass is done');
    for (const [index, state] of [STATE.stopping, STATE.stopped, STATE.starting].entries()) {
      const range = 2 + index;
      host.push(ranged(range));
      agent.kill('SIGHUP');
      await host.reaches(state);
      agent.kill('SIGKILL');
      expect(await agent.ended).toMatchObject({ signal: 'SIGKILL' });
      if (state === STATE.stopped) {
        expect((await host.run('status')).out).toContain('restarting: stopp');
        expect(host.server.state).toBe(STATE.stopped);
      }
      agent = host.start();
      expect(await agent.until('a server is done')).toMatchObject({ end: 'healthy' });
      expectRunning(host, range);
      expect(startsOf(host)).toBe(range - 1);
    }
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
    expect((await host.run('status')).code).toBe(0);
  });

  it('that is asked to end while the server is down ends when it has written the files and started it', async () => {
    const host = await ampDaemon(QUICK);
    const agent = host.start();
    await agent.until('A pass is done');
    host.push(ranged(2));
    agent.kill('SIGHUP');
    await host.reaches(STATE.stopped);
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
    expect(startsOf(host) === 1 || host.server.state === STATE.preparing).toBe(true);
    expect(agent.lines().at(-1)?.message).toBe('Stopped');
    await host.reaches(STATE.ready);
    expectRunning(host, 2);
  });

  it('for one pass follows a restart to its end, and says what came of it', async () => {
    const host = await ampDaemon({
      ...QUICK,
      plugins: {
        failsOn: (_, text) =>
          text.includes('range: 9')
            ? ['[10:00:00 ERROR]: Error occurred while enabling Chairs v1.0']
            : undefined,
      },
    });
    host.push(ranged(2));
    expect(await host.start('--once').ended).toMatchObject({ code: 0, err: '' });
    expectRunning(host, 2);
    host.push(ranged(9));
    const once = host.start('--once');
    expect(await once.until('a server is done')).toMatchObject({ level: 'warn', end: 'taken-back' });
    expect((await once.ended).err).toBe('');
    expectRunning(host, 2);
  });
});
