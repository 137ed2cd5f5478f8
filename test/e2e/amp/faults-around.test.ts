import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_SOURCE } from '../../../src/engine/agent/no-source.ts';
import { readHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import { ampHost } from '../../support/amp-host.ts';
import { expectWhole, isKilled, kicksOf, saidTo, startsOf } from '../../support/amp-kills.ts';
import { ranged } from '../../support/amp-place.ts';
import { changing, DEV01, MINUTE, NOW, reported, tickOnce, tickUntil, watch } from './fault-stories.ts';

const BROKEN = ['[10:00:00 ERROR]: Error occurred while enabling Chairs v1.0 (Is it up to date?)'];

describe('faults of AMP around players', () => {
  const activation = '{ restart: now, countdown: { milestones: [1m, 10s] }, health: { watch: 3s } }';
  const TOLD = ['Restart in 1 minute: new settings.', 'Restart in 10 seconds: new settings.'];

  it('a look that fails once calls nothing off', async () => {
    const host = await changing({ activation });
    host.server.join('steve');
    await host.pass();
    await tickUntil(host, 'counting-down');
    host.amp.faults.add({ kind: 'exception', match: { method: 'Core/GetStatus' } });
    await host.settle();
    expect(saidTo(host)).toEqual(TOLD);
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
  });

  it('who was not told anything since AMP was away is told before being sent away', async () => {
    const host = await changing({ activation });
    host.server.join('steve');
    await host.pass();
    await tickUntil(host, 'counting-down');
    host.amp.faults.add({ kind: 'exception', times: 'forever' });
    await host.settle(3 * MINUTE);
    host.amp.faults.clear();
    await watch(host);
    expect(saidTo(host).slice(-2)).toEqual(TOLD);
    expect(kicksOf(host)).toEqual([['steve']]);
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
  });

  it('an order to stop that AMP did not take for minutes is not given without telling players anew', async () => {
    const host = await changing({ activation });
    host.server.join('steve');
    await host.pass();
    host.amp.faults.add({ kind: 'exception', match: { method: 'Core/Stop' }, times: 'forever' });
    await tickUntil(host, 'stopping');
    await host.settle(5 * MINUTE);
    expect(kicksOf(host)).toEqual([]);
    host.amp.faults.clear();
    await host.settle();
    expect(saidTo(host).slice(-2)).toEqual(TOLD);
    expect(kicksOf(host)).toEqual([['steve']]);
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
  });
});

describe('a right that is missing in AMP', () => {
  it.each(['Start', 'Stop'])('to %s leaves the server alone, and is told with its node', async (order) => {
    const host = await changing();
    host.account.permissions = ['Instances.*', 'ADS.*', ...rightsBut(order)];
    host.amp.loseSessions();
    await host.pass();
    await host.settle();
    expect(host.server.state).toBe(20);
    expect(startsOf(host)).toBe(0);
    await host.pass();
    expect(JSON.stringify(reported(host)['reason'])).toContain(`Core.AppManagement.${order}Application`);
  });

  it('to start, when it was taken while the server was down, is told until it is granted again', async () => {
    const host = await changing();
    await host.pass();
    await tickUntil(host, 'stopping');
    host.account.permissions = ['Instances.*', 'ADS.*', ...rightsBut('Start')];
    host.amp.loseSessions();
    await host.settle(10 * MINUTE);
    expect(host.server.state).toBe(0);
    expect(JSON.stringify(reported(host)['reason'])).toContain('Core.AppManagement.StartApplication');
    host.account.permissions = ['*'];
    host.move(2 * MINUTE);
    await host.settle();
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
    expect(readHeldRevision(host.agent.notes, DEV01)).toBeUndefined();
  });
});

/** Everything an application needs but one order. */
function rightsBut(order: string): readonly string[] {
  const rights = ['ReadConsole', 'SendConsoleInput', 'StartApplication', 'StopApplication'];
  return rights.filter((right) => !right.startsWith(order)).map((right) => `Core.AppManagement.${right}`);
}

describe('faults of AMP around a live write', () => {
  const rule = '{ reload: "{plugin} reload", liveWriteSafe: true, expect: reloaded }';
  const liveChange = async () => {
    const host = await ampHost({ activation: NOW, rule });
    host.push(ranged(2, rule));
    return host;
  };

  it('AMP that is away after the write is told of the reload when it is back', async () => {
    const host = await liveChange();
    host.fate.dieBehind('journal end');
    expect(await isKilled(host)).toBe(true);
    await host.restart();
    host.amp.faults.add({ kind: 'exception', times: 'forever' });
    await host.pass();
    await host.settle(10 * MINUTE);
    expect(reported(host)['state']).toBe('AppliedNotLoaded');
    host.amp.faults.clear();
    await watch(host);
    expectWhole(host, { range: 2, starts: 0 }, 'afterwards');
  });

  it('an answer that got lost is asked for once more', async () => {
    const host = await liveChange();
    host.amp.faults.add({ kind: 'empty', match: { method: 'Core/GetUpdates' }, times: 3 });
    await host.pass();
    await host.settle();
    expectWhole(host, { range: 2, starts: 0 }, 'afterwards');
    expect(reported(host)['state']).toBe('InSync');
  });

  it('what is taken back live is taken back in the server as well, once AMP lets it be told', async () => {
    const host = await ampHost({
      activation: NOW,
      rule,
      plugins: {
        failsOn: (file, text) => (file.includes('Tables') && text.includes('range: 2') ? BROKEN : undefined),
      },
    });
    host.push(ranged(2, rule));
    await host.pass();
    const isSent = () =>
      host.events().some((event) => event.kind === 'command' && event.line === 'tables reload');
    for (let tick = 0; tick < 20 && !isSent(); tick += 1) await tickOnce(host);
    expect(host.server.memoryOf('plugins/Chairs/config.yml')).toContain('range: 2');
    host.amp.faults.add({ kind: 'exception', match: { method: 'Core/SendConsoleMessage' }, times: 3 });
    await host.settle();
    await host.pass();
    expectWhole(host, { range: 1, starts: 0 }, 'afterwards');
    expect(JSON.stringify(reported(host)['reason'])).toContain('rolled back: ');
  });
});

describe('a change that a server does not do well with', () => {
  const breaksAbove = (limit: number) => (_: string, text: string) =>
    Number(/range: (\d+)/.exec(text)?.[1]) > limit ? BROKEN : undefined;

  it('is not tried again where it was merged while players were still told of another', async () => {
    const host = await ampHost({
      activation: '{ restart: now, countdown: { milestones: [1m] }, health: { watch: 3s } }',
      plugins: { failsOn: breaksAbove(8) },
    });
    host.server.join('steve');
    host.push(ranged(5));
    await host.pass();
    await tickUntil(host, 'counting-down');
    host.push(ranged(9));
    await host.pass();
    await host.settle();
    for (let again = 0; again < 3; again += 1) {
      await host.pass();
      await host.settle();
    }
    expectWhole(host, { range: 1, starts: 2 }, 'afterwards');
    expect(kicksOf(host)).toEqual([['steve']]);
  });

  it('is told, and the server runs, where its old files can not be put back', async () => {
    const host = await changing({ plugins: { failsOn: breaksAbove(1) } });
    host.fate.dieBehind('journal end');
    expect(await isKilled(host)).toBe(true);
    rmSync(join(host.folder, 'state/backups'), { recursive: true });
    await host.restart();
    await host.pass();
    await host.settle();
    expect(host.server.state).toBe(20);
    const { reason } = readHeldRevision(host.agent.notes, DEV01) ?? {};
    expect(reason?.message).toMatch(
      /^given up: .*; its old files could not be put back: the backup holds no image/,
    );
    expect(host.agent.over(NO_SOURCE).history.list(100).length).toBeLessThan(20);
  });
});
