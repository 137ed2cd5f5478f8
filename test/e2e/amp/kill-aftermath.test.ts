import { describe, expect, it } from 'vitest';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import { readActivation } from '../../../src/engine/activation/activation-note.ts';
import type { AgentHost } from '../../../src/engine/agent/agent-host.ts';
import { readHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import { writeSuspension } from '../../../src/engine/orders/suspensions-note.ts';
import { type AmpHost, type AmpHostOptions, ampHost } from '../../support/amp-host.ts';
import { comeBack, expectWhole, isKilled, kicksOf, killedBefore } from '../../support/amp-kills.ts';
import { ampFleetFile, ranged } from '../../support/amp-place.ts';

const DEV01 = 'alpha/DEV01' as InstanceId;
const NOW = '{ restart: now, health: { watch: 3s } }';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const WHILE_DOWN = 'journal staging';

describe('an agent that was killed while the server was down', () => {
  it.each<readonly [string, (host: AmpHost) => void, number]>([
    ['Git went back', (host) => host.push(ranged(1)), 1],
    ['Git moved on', (host) => host.push(ranged(3)), 3],
    ['the repository has mistakes', (host) => host.push({ 'desired-state/fleet.yaml': 'hosts: [' }), 2],
    [
      'the instance is no longer managed',
      (host) =>
        host.push({
          ...ampFleetFile(NOW, ', managed: false'),
          'desired-state/deployment-matrix.csv': 'plugin\nChairs\nTables\n',
        }),
      1,
    ],
    [
      'the instance is of another host now',
      (host) =>
        host.push({
          'desired-state/fleet.yaml': ampFleetFile(NOW)
            ['desired-state/fleet.yaml']?.replace('alpha: {}', 'alpha: {}, beta: {}')
            .replace('host: alpha', 'host: beta') as string,
        }),
      1,
    ],
    ['the branch was rewritten', (host) => host.git('commit', '--quiet', '--amend', '--message', 'other'), 1],
    ['the branch is gone', (host) => host.git('branch', '--quiet', '--move', 'main', 'other'), 2],
    [
      'somebody has paused the instance',
      (host) =>
        writeSuspension(host.agent.notes, {
          scope: { kind: 'instance', name: DEV01 },
          by: 'root',
          reason: 'event',
          until: undefined,
          at: host.now(),
        }),
      1,
    ],
  ])('brings it up again although %s', async (_, meanwhile, range) => {
    const host = await killedBefore(WHILE_DOWN);
    expect(host.server.state).toBe(0);
    meanwhile(host);
    await comeBack(host);
    expectWhole(host, { range, starts: 1 }, 'afterwards');
    expect(readHeldRevision(host.agent.notes, DEV01)).toBeUndefined();
  });

  it('waits for AMP when that is away, says so, and goes on with the new files', async () => {
    const host = await killedBefore(WHILE_DOWN);
    const back = host.amp.faults.down();
    await host.restart();
    await host.pass();
    await host.settle(20 * MINUTE);
    expect(host.server.state).toBe(0);
    expect(readActivation(host.agent.notes, DEV01)).toMatchObject({ hiccup: 'AMP is out of reach.' });
    back();
    await host.settle();
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
  });

  it('writes nothing under a server that somebody has started meanwhile, and keeps to its patience', async () => {
    const host = await killedBefore(WHILE_DOWN, { activation: '{ restart: when-empty }' });
    host.server.start();
    host.move(MINUTE);
    host.server.join('steve');
    await comeBack(host);
    expectWhole(host, { range: 1, starts: 1 }, 'somebody plays');
    expect(kicksOf(host)).toEqual([]);
    host.server.leave('steve');
    await host.pass();
    await host.settle();
    expectWhole(host, { range: 2, starts: 2 }, 'nobody plays');
  });

  it('writes nothing under a server that somebody starts at the last moment', async () => {
    const nothing = () => undefined;
    let atLast: () => void = nothing;
    const host = await killedBefore(WHILE_DOWN, { over: watchingReads(() => atLast()) });
    atLast = () => {
      atLast = nothing;
      host.server.start();
      host.move(MINUTE);
      expect(host.server.state).toBe(20);
    };
    await host.restart();
    await host.pass();
    expectWhole(host, { range: 1, starts: 1 }, 'at first');
    await host.settle();
    await host.pass();
    await host.settle();
    expectWhole(host, { range: 2, starts: 2 }, 'afterwards');
  });

  it('watches a server that somebody has started on the new files', async () => {
    const host = await killedBefore('journal end');
    host.server.start();
    host.move(MINUTE);
    await comeBack(host);
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
  });

  it.each([
    ['the comparison', (agent: AgentHost) => agent],
    ['opening the repository’s secrets', withIdentity],
  ])('starts it whatever %s dies of', async (_, change) => {
    let isBroken = false;
    const watching = watchingReads(() => {
      if (isBroken) throw new TypeError('a bug');
    });
    const host = await killedBefore(WHILE_DOWN, { over: (agent) => change(watching(agent)) });
    isBroken = true;
    await host.restart();
    await expect(host.pass()).rejects.toBeInstanceOf(TypeError);
    host.move(MINUTE);
    expect(host.server.state).toBe(20);
    expect(host.live('Chairs')).toContain('range: 1');
  });
});

/** As on a host that can open what the repository holds encrypted, so that it wants to know it before it reads consoles. */
function withIdentity(agent: AgentHost): AgentHost {
  const over: AgentHost['over'] = (source) => {
    const host = agent.over(source);
    const opener = { ...host.secrets.opener, stamp: () => 'identity' };
    return { ...host, secrets: { ...host.secrets, opener } };
  };
  return { ...agent, over };
}

/** Called whenever the agent looks into a commit, which is after its look at what is under way. */
function watchingReads(onRead: () => void): NonNullable<AmpHostOptions['over']> {
  return (agent) => {
    const at: typeof agent.history.at = (sha) => {
      onRead();
      return agent.history.at(sha);
    };
    return { ...agent, history: { ...agent.history, at } };
  };
}

describe('an agent that comes back after an hour', () => {
  it('gives a server that just starts its time', async () => {
    const host = await ampHost({ activation: NOW, server: { startMillis: 60_000 } });
    host.push(ranged(2));
    await host.pass();
    while (host.server.state !== 10) {
      host.move(1000);
      await host.pass('servers');
    }
    // As when the computer was restarted with all that is on it.
    host.server.stop();
    host.move(HOUR);
    host.server.start();
    host.move(20_000);
    await comeBack(host);
    expectWhole(host, { range: 2, starts: 2 }, 'afterwards');
    expect(readHeldRevision(host.agent.notes, DEV01)).toBeUndefined();
  });

  it.each([
    ['before', 'stop'],
    ['behind', 'stop'],
    ['before', 'journal staging'],
    ['behind', 'journal end'],
    ['before', 'start'],
    ['behind', 'start'],
  ] as const)('having died %s the effect `%s`, counts the hour against nobody', async (side, effect) => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    if (side === 'before') host.fate.dieBefore(effect);
    else host.fate.dieBehind(effect);
    expect(await isKilled(host)).toBe(true);
    host.move(HOUR);
    await comeBack(host);
    expectWhole(host, { range: 2, starts: 1 }, 'afterwards');
    expect(readHeldRevision(host.agent.notes, DEV01)).toBeUndefined();
  });
});
