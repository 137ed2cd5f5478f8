import { describe, expect, it } from 'vitest';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import { readActivation } from '../../../src/engine/activation/activation-note.ts';
import type { PassEnd } from '../../../src/engine/agent/pass-wants.ts';
import { type AmpHost, ampHost } from '../../support/amp-host.ts';
import { expectWhole, isKilled, kicksOf, startsOf } from '../../support/amp-kills.ts';
import { ranged } from '../../support/amp-place.ts';

const DEV01 = 'alpha/DEV01' as InstanceId;
const NOW = '{ restart: now, health: { watch: 3s } }';
const MINUTE = 60_000;

/** What a daemon does that was asked to stop, until it may end. */
async function end(host: AmpHost): Promise<PassEnd> {
  let ended = await host.pass('ending');
  for (let look = 0; ended.servers.held > 0 && look < 60; look += 1) {
    host.move(1000);
    ended = await host.pass('ending');
  }
  return ended;
}

function stepOf(host: AmpHost): string | undefined {
  return readActivation(host.agent.notes, DEV01)?.step;
}

describe('an agent that is to end', () => {
  it('writes and starts a server that is down, and leaves watching it to the next one', async () => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    host.fate.dieBefore('journal staging');
    expect(await isKilled(host)).toBe(true);
    await host.restart();
    const { servers } = await end(host);
    expect(servers).toMatchObject({ held: 0, busy: 1 });
    host.move(MINUTE);
    expectRunsOn(host, 2);
    await host.restart();
    await host.pass();
    await host.settle();
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
  });

  it('goes on with a stop that AMP was told of', async () => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    await host.pass();
    while (stepOf(host) !== 'stopping') {
      host.move(500);
      await host.pass('servers');
    }
    await end(host);
    host.move(MINUTE);
    expectRunsOn(host, 2);
    expect(startsOf(host)).toBe(1);
  });

  it('stops no server that players are still told of', async () => {
    const host = await ampHost({ activation: '{ restart: now, countdown: { milestones: [5s] } }' });
    host.server.join('steve');
    host.push(ranged(2));
    await host.pass();
    while (stepOf(host) !== 'counting-down') {
      host.move(500);
      await host.pass('servers');
    }
    for (let look = 0; look < 10; look += 1) {
      expect((await host.pass('ending')).servers).toMatchObject({ held: 0, busy: 1 });
      host.move(1000);
    }
    expect(host.server.players).toEqual(['steve']);
    expect(kicksOf(host)).toEqual([]);
  });

  it('begins with no server', async () => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    host.fate.dieBefore('note activation/');
    expect(await isKilled(host)).toBe(true);
    await host.restart();
    await host.pass('ending', 'repository');
    expect(stepOf(host)).toBeUndefined();
    expectWhole(host, { range: 1, starts: 0 }, 'afterwards');
  });

  it('that can not reach AMP does not say that the server was told to start', async () => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    host.fate.dieBefore('start');
    expect(await isKilled(host)).toBe(true);
    await host.restart();
    host.amp.faults.add({ kind: 'exception', match: { method: 'Core/Start' }, times: 20 });
    expect((await host.pass('ending')).servers.held).toBe(1);
    expect((await end(host)).servers.held).toBe(1);
    host.amp.faults.clear();
    expect((await end(host)).servers.held).toBe(0);
    host.move(MINUTE);
    expectRunsOn(host, 2);
  });
});

function expectRunsOn(host: AmpHost, range: number): void {
  expect(host.server.state).toBe(20);
  expect(host.server.memoryOf('plugins/Chairs/config.yml')).toBe(`range: ${range}\nmax: 10\n`);
}
