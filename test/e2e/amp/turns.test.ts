import { describe, expect, it } from 'vitest';
import { orderRestart } from '../../../src/engine/orders/order-restart.ts';
import { listRestartOrders } from '../../../src/engine/orders/restart-orders.ts';
import type { AmpFleet } from '../../support/amp-fleet.ts';
import {
  chairsForAll,
  follow,
  type Members,
  misdeeds,
  mostAtOnce,
  outages,
  plainFleet,
  pushRange,
  QUICK,
  rangesOf,
  reasonOf,
  starts,
} from './amp-stories.ts';

const MINUTE = 60_000;
const WATCH = 5000;

describe('servers that are restarted for a change', () => {
  it('go one of a group at a time, and others beside them', async () => {
    const fleet = await plainFleet({
      SMP01: ['alpha', 'groups: [survival]'],
      SMP02: ['alpha', 'groups: [survival]'],
      CRE01: ['alpha', ''],
    });
    pushRange(fleet, 6);
    await fleet.hosts.alpha.pass('repository', 'scan');
    expect(reasonOf(fleet, 'SMP02')).toBe('waiting: SMP01 first, one of survival at a time');
    await fleet.settle();
    const [[first], [second]] = [outages(fleet, 'SMP01'), outages(fleet, 'SMP02')];
    expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThanOrEqual(WATCH);
    expect(mostAtOnce(fleet, 'SMP01', 'SMP02')).toBe(1);
    expect(mostAtOnce(fleet, 'SMP01', 'CRE01')).toBe(2);
    expect(starts(fleet, 'SMP02')).toBe(1);
    expect(rangesOf(fleet, 'SMP01', 'SMP02', 'CRE01')).toEqual(['6', '6', '6']);
    expect(misdeeds(fleet)).toEqual([]);
  });

  it('are three at once at most', async () => {
    const names = ['A01', 'B01', 'C01', 'D01', 'E01'];
    const fleet = await plainFleet(Object.fromEntries(names.map((name) => [name, ['alpha', '']])) as Members);
    pushRange(fleet, 6);
    await fleet.hosts.alpha.pass('repository', 'scan');
    expect(reasonOf(fleet, 'D01')).toBe('waiting: 3 other servers restart');
    await fleet.settle();
    expect(mostAtOnce(fleet, ...names)).toBe(3);
    expect(rangesOf(fleet, ...names)).toEqual(['6', '6', '6', '6', '6']);
  });
});

describe('a hub that is kept up', () => {
  const policy = `  activation: { ${QUICK}, keepUp: [hub] }\n`;

  it('on one host has one of its servers up at any time', async () => {
    const fleet = await plainFleet(
      { HUB01: ['alpha', 'groups: [hub]'], HUB02: ['alpha', 'groups: [hub]'] },
      { policy, servers: { HUB02: { state: 'stopped' } } },
    );
    pushRange(fleet, 6);
    await follow(fleet);
    expect(rangesOf(fleet, 'HUB01', 'HUB02')).toEqual(['4', '6']);
    expect(reasonOf(fleet, 'HUB01')).toBe('waiting: another server of hub must be up');
    fleet.server('HUB02').start();
    fleet.clock.move(MINUTE);
    await follow(fleet);
    expect(rangesOf(fleet, 'HUB01', 'HUB02')).toEqual(['6', '6']);
    expect(outages(fleet, 'HUB01')).toHaveLength(1);
  });

  it('with a single server is restarted by its own policy', async () => {
    const fleet = await plainFleet({ HUB01: ['alpha', 'groups: [hub]'] }, { policy });
    pushRange(fleet, 6);
    await follow(fleet);
    expect(rangesOf(fleet, 'HUB01')).toEqual(['6']);
  });

  it('on several hosts is restarted on one after the other, in the order of their names', async () => {
    const fleet = await plainFleet(
      { HUB01: ['alpha', 'groups: [hub]'], HUB02: ['beta', 'groups: [hub]'] },
      { policy },
    );
    pushRange(fleet, 6);
    await follow(fleet, 'beta');
    expect(reasonOf(fleet, 'HUB02')).toBe('another server of hub must be up: alpha first');
    await fleet.hosts.alpha.pass('repository', 'scan');
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'HUB02')).toEqual(['4']);
    await follow(fleet, 'alpha');
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'HUB01', 'HUB02')).toEqual(['6', '6']);
    expect(mostAtOnce(fleet, 'HUB01', 'HUB02')).toBe(1);
    expect([starts(fleet, 'HUB01'), starts(fleet, 'HUB02')]).toEqual([1, 1]);
  });
});

describe('a proxy', () => {
  const members: Members = {
    PROXY01: ['alpha', 'platform: velocity'],
    SMP01: ['alpha', 'groups: [survival]'],
  };
  const servers = { PROXY01: { type: 'Velocity' } } as const;

  it('is restarted after the servers that wait', async () => {
    const fleet = await plainFleet(members, {
      servers,
      files: chairsForAll(4),
      policy: '  activation: { restart: when-empty, countdown: none, health: { watch: 5s } }\n',
    });
    fleet.server('SMP01').join('steve');
    fleet.push('main', chairsForAll(6));
    await follow(fleet);
    expect(rangesOf(fleet, 'PROXY01', 'SMP01')).toEqual(['4', '4']);
    expect(reasonOf(fleet, 'PROXY01')).toBe('waiting: SMP01 first, proxies come last');
    fleet.server('SMP01').leave('steve');
    await follow(fleet);
    expect(rangesOf(fleet, 'PROXY01', 'SMP01')).toEqual(['6', '6']);
    const [proxy] = outages(fleet, 'PROXY01');
    const [server] = outages(fleet, 'SMP01');
    expect(proxy?.from).toBeGreaterThan(server?.to ?? Number.POSITIVE_INFINITY);
  });

  it('is held up by no server that waits for an order', async () => {
    const fleet = await plainFleet(members, {
      servers,
      files: chairsForAll(4),
      policy: `  activation: { ${QUICK}, groups: { survival: { restart: manual } } }\n`,
    });
    fleet.push('main', chairsForAll(6));
    await follow(fleet);
    expect(rangesOf(fleet, 'PROXY01', 'SMP01')).toEqual(['6', '4']);
    expect(reasonOf(fleet, 'SMP01')).toBe('waiting: an order, `homeamp restart SMP01`');
  });
});

describe('an order to restart', () => {
  const order = { by: 'alice', reason: 'memory' };

  it('of a server without changes waits for its players, and is carried out once', async () => {
    const fleet = await plainFleet(
      { SMP01: ['alpha', ''] },
      { policy: '  activation: { restart: when-empty, countdown: none, health: { watch: 5s } }\n' },
    );
    const { agent } = fleet.hosts.alpha;
    fleet.server('SMP01').join('steve');
    await orderRestart(agent, ['SMP01'], order);
    await follow(fleet);
    expect(fleet.server('SMP01').players).toEqual(['steve']);
    expect(listRestartOrders(agent.notes).size).toBe(1);
    fleet.server('SMP01').leave('steve');
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(1);
    expect(fleet.server('SMP01').state).toBe(20);
    expect(listRestartOrders(agent.notes).size).toBe(0);
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(1);
  });

  it('ends the longest delay’s wait with a countdown, as for a change', async () => {
    const countdown = 'countdown: { milestones: [10s], message: "Neustart in {time}" }';
    const fleet = await plainFleet(
      { SMP01: ['alpha', ''] },
      {
        policy: `  activation: { restart: when-empty, maxDelay: 1h, ${countdown}, health: { watch: 5s } }\n`,
      },
    );
    fleet.server('SMP01').join('steve');
    await orderRestart(fleet.hosts.alpha.agent, ['SMP01'], order);
    await follow(fleet);
    fleet.clock.move(60 * MINUTE);
    await follow(fleet);
    const kicked = fleet.events('SMP01').flatMap((event) => (event.kind === 'kick' ? [event] : []));
    expect(kicked.map(({ players, said }) => [players, said.map(({ text }) => text)])).toEqual([
      [['steve'], ['Neustart in 10 seconds']],
    ]);
    expect(starts(fleet, 'SMP01')).toBe(1);
  });

  it('is what `restart: manual` waits for, with a change and without', async () => {
    const fleet = await plainFleet(
      { SMP01: ['alpha', ''] },
      { policy: '  activation: { restart: manual, countdown: none, health: { watch: 5s } }\n' },
    );
    const { agent } = fleet.hosts.alpha;
    pushRange(fleet, 6);
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(0);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
    await orderRestart(agent, ['SMP01'], order);
    await follow(fleet);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['6']);
    expect(starts(fleet, 'SMP01')).toBe(1);
    await orderRestart(agent, ['SMP01'], order);
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(2);
    expect(listRestartOrders(agent.notes).size).toBe(0);
  });

  it('of a server that is down is over: whoever starts it has it read its files', async () => {
    const fleet = await plainFleet({ SMP01: ['alpha', ''] }, { servers: { SMP01: { state: 'stopped' } } });
    const { agent } = fleet.hosts.alpha;
    await orderRestart(agent, ['SMP01'], order);
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(0);
    expect(listRestartOrders(agent.notes).size).toBe(0);
  });
});

describe('a backup that the policy asks for', () => {
  const policy = `  activation: { ${QUICK}, backup: amp }\n`;

  it('is complete before the server is stopped', async () => {
    const fleet = await plainFleet(
      { SMP01: ['alpha', ''] },
      { policy, servers: { SMP01: { backupMillis: 60_000 } } },
    );
    pushRange(fleet, 6);
    await follow(fleet);
    const told = fleet.events('SMP01').flatMap((event) => {
      if (event.kind === 'backup') return [event.outcome];
      return event.kind === 'state' && event.from === 20 ? ['stopping'] : [];
    });
    expect(told).toEqual(['begun', 'done', 'stopping']);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['6']);
  });

  it.each<[string, (fleet: AmpFleet) => void, number]>([
    ['fails', (fleet) => fleet.server('SMP01').failNextBackup(), 400],
    ['never ends', () => undefined, 1e12],
  ])('that %s lets nothing be stopped, and is told', async (_, spoil, backupMillis) => {
    const fleet = await plainFleet(
      { SMP01: ['alpha', ''] },
      { policy, servers: { SMP01: { backupMillis } } },
    );
    spoil(fleet);
    pushRange(fleet, 6);
    await fleet.hosts.alpha.pass('repository', 'scan');
    // Jumps, since a look every few seconds for 45 minutes finds nothing new.
    for (let jumps = 0; jumps < 4; jumps += 1) {
      fleet.clock.move(15 * MINUTE);
      await fleet.settle('alpha', 1000);
    }
    expect(outages(fleet, 'SMP01')).toEqual([]);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
    expect(reasonOf(fleet, 'SMP01')).toContain('did not end its backup');
  });
});
