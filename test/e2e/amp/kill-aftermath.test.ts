import { describe, expect, it } from 'vitest';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import { readActivation } from '../../../src/engine/activation/activation-note.ts';
import { readHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import { orderRestart } from '../../../src/engine/orders/order-restart.ts';
import { listRestartOrders } from '../../../src/engine/orders/restart-orders.ts';
import { writeSuspension } from '../../../src/engine/orders/suspensions-note.ts';
import { type AmpHost, type AmpHostOptions, ampHost } from '../../support/amp-host.ts';
import {
  comeBack,
  expectWhole,
  isKilled,
  kicksOf,
  saidTo,
  saveBeforeBeginning,
  startsOf,
} from '../../support/amp-kills.ts';
import { ampFleetFile, ranged } from '../../support/amp-place.ts';
import { baseline } from '../../support/small-fleet.ts';

const DEV01 = 'alpha/DEV01' as InstanceId;
const NOW = '{ restart: now, health: { watch: 3s } }';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Killed in place of this effect, in the middle of a change from 1 to 2. */
async function killedBefore(effect: string, options: AmpHostOptions = {}): Promise<AmpHost> {
  const host = await ampHost({ activation: NOW, ...options });
  host.push(ranged(2));
  host.fate.dieBefore(effect);
  expect(await isKilled(host)).toBe(true);
  return host;
}

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

  it('starts it whatever the comparison dies of', async () => {
    let isBroken = false;
    const over = watchingReads(() => {
      if (isBroken) throw new TypeError('a bug');
    });
    const host = await killedBefore(WHILE_DOWN, { over });
    isBroken = true;
    await host.restart();
    await expect(host.pass()).rejects.toBeInstanceOf(TypeError);
    host.move(MINUTE);
    expect(host.server.state).toBe(20);
    expect(host.live('Chairs')).toContain('range: 1');
  });
});

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

describe('players on a server whose agent was killed', () => {
  const activation = '{ restart: now, countdown: { milestones: [1m, 10s] }, health: { watch: 3s } }';
  const ANEW = ['Restart in 1 minute: new settings.', 'Restart in 10 seconds: new settings.'];

  /** Everybody who was sent away, and whether that was told in the last minute. */
  function sentAway(host: AmpHost): readonly (readonly [readonly string[], boolean])[] {
    return host
      .events()
      .flatMap((event) =>
        event.kind === 'kick'
          ? [[event.players, event.said.some(({ at }) => event.at - at <= MINUTE)] as const]
          : [],
      );
  }

  it.each([0, 90_000, 10 * MINUTE])(
    'are told before they are sent away, once, wherever it died in the countdown for %i ms',
    async (away) => {
      const host = await ampHost({ activation });
      host.push(ranged(2));
      host.server.join('steve');
      await saveBeforeBeginning(host, 'note activation/');
      const begin = async () => {
        await host.reset();
        // What was said before is of another time.
        host.move(20 * MINUTE);
        host.server.join('steve');
      };
      await begin();
      await isKilled(host);
      const whole = host.fate.done;
      const isLoud = (name = '') => name === 'send' || name === 'stop';
      const isClose = (at: number) => isLoud(whole[at]) || (away === 0 && isLoud(whole[at - 1]));
      const effects = [...whole.keys()].filter(isClose);
      expect(effects.length).toBeGreaterThanOrEqual(4);
      for (const effect of effects) {
        await begin();
        host.fate.dieAfter(effect);
        expect(await isKilled(host)).toBe(true);
        const { missed } = host.fate;
        const wasOn = kicksOf(host).length === 0;
        host.move(away);
        await comeBack(host);
        expectWhole(host, { range: 2, starts: 1 }, `${effect}: ${missed}`);
        expect(sentAway(host), `${effect}: ${missed}`).toEqual([[['steve'], true]]);
        if (wasOn && away > MINUTE) expect(saidTo(host).slice(-2)).toEqual(ANEW);
      }
    },
  );

  it('who came while it was dead stay', async () => {
    const host = await killedBefore('stop', { activation: '{ restart: when-empty }' });
    host.server.join('steve');
    host.move(HOUR);
    await comeBack(host);
    expect(kicksOf(host)).toEqual([]);
    expectWhole(host, { range: 1, starts: 0 }, 'somebody plays');
    host.server.leave('steve');
    await host.pass();
    await host.settle();
    expectWhole(host, { range: 2, starts: 1 }, 'nobody plays');
  });
});

describe('an agent that was killed with an order to AMP', () => {
  it.each(['before', 'behind'] as const)('%s a backup waits no longer than for one', async (side) => {
    const host = await ampHost({ activation: '{ restart: now, backup: amp, health: { watch: 3s } }' });
    host.push(ranged(2));
    if (side === 'before') host.fate.dieBefore('backup');
    else host.fate.dieBehind('backup');
    expect(await isKilled(host)).toBe(true);
    const begun = host.now();
    await comeBack(host);
    expectWhole(host, { range: 2, starts: 1 }, side);
    expect(host.now() - begun).toBeLessThan(5 * MINUTE);
    const done = host.events().findIndex((event) => event.kind === 'backup' && event.outcome === 'done');
    const stopped = host.events().findIndex((event) => event.kind === 'state' && event.to === 40);
    expect(done).toBeGreaterThanOrEqual(0);
    expect(stopped).toBeGreaterThan(done);
  });

  it.each(['before', 'behind'] as const)(
    "%s one of AMP's own settings sets it back with a change that is taken back",
    async (side) => {
      const host = await ampHost({
        activation: NOW,
        server: { ampOwned: { 'max-players': NODE } },
        plugins: {
          failsOn: (_, text) => (text.includes('range: 9') ? ['[10:00:00 ERROR]: No.'] : undefined),
        },
      });
      host.push({ ...playersFile(30), 'desired-state/deployment-matrix.csv': MATRIX });
      await host.pass();
      await host.settle();
      host.push({ ...playersFile(60), ...ranged(9) });
      if (side === 'before') host.fate.dieBefore('setting');
      else host.fate.dieBehind('setting');
      expect(await isKilled(host)).toBe(true);
      await comeBack(host);
      expectWhole(host, { range: 1, starts: 3 }, side);
      expect(host.server.memoryOf('server.properties')).toContain('max-players=30');
      const set = host.events().flatMap((event) => (event.kind === 'config-set' ? [event.value] : []));
      expect(set.at(-1)).toBe('30');
    },
  );
});

const NODE = 'MinecraftModule.Limits.MaxPlayers';
const MATRIX = 'plugin,DEV01\nChairs,x\nTables,x\nserver-properties,x\n';

function playersFile(players: number): Readonly<Record<string, string>> {
  const front = `folder: .\nfiles:\n  server.properties: { ampSettings: { max-players: ${NODE} } }\n`;
  const block = `max-players=${players}\n`;
  return baseline('server-properties', block, { front, info: 'properties server.properties' }) as Record<
    string,
    string
  >;
}

describe('an order to restart', () => {
  it('is carried out once, though the agent was killed before it could forget it', async () => {
    const host = await ampHost({ activation: NOW });
    await orderRestart(host.agent, ['DEV01'], { by: 'root', reason: '' });
    host.fate.dieBefore('note restart/');
    expect(await isKilled(host)).toBe(true);
    await comeBack(host);
    await host.pass();
    await host.settle();
    expect(startsOf(host)).toBe(1);
    expect(listRestartOrders(host.agent.notes).size).toBe(0);
  });
});
