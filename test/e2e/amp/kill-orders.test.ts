import { describe, expect, it } from 'vitest';
import { orderRestart } from '../../../src/engine/orders/order-restart.ts';
import { listRestartOrders } from '../../../src/engine/orders/restart-orders.ts';
import { type AmpHost, ampHost } from '../../support/amp-host.ts';
import {
  comeBack,
  expectWhole,
  isKilled,
  kicksOf,
  killedBefore,
  saidTo,
  saveBeforeBeginning,
  startsOf,
} from '../../support/amp-kills.ts';
import { ranged } from '../../support/amp-place.ts';
import { baseline } from '../../support/small-fleet.ts';

const NOW = '{ restart: now, health: { watch: 3s } }';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
