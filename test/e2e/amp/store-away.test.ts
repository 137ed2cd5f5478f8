import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../src/core/model/errors.ts';
import type { AmpHostOptions } from '../../support/amp-host.ts';
import { startsOf } from '../../support/amp-kills.ts';
import { changing, reported, tickUntil, watch } from './fault-stories.ts';

interface Store {
  isAway: boolean;
}

/** The agent with a store that takes nothing while it is away. */
function withStore(store: Store): NonNullable<AmpHostOptions['over']> {
  return (agent) => ({
    ...agent,
    over: (source) => {
      const host = agent.over(source);
      const { backups } = host;
      return {
        ...host,
        backups: {
          ...backups,
          put: async (key, bytes) => {
            if (store.isAway) throw new TransientError('The store is out of reach.', 'Look whether it runs.');
            await backups.put(key, bytes);
          },
        },
      };
    },
  });
}

describe('what waits for a store that hangs', () => {
  it('is not handed over while a server is down for its files', async () => {
    let flushes = 0;
    const flush = async () => {
      flushes += 1;
      return { sent: 0, left: 1 };
    };
    const host = await changing({
      over: (agent) => ({ ...agent, spool: { pending: () => 1, flush } }),
    });
    await host.pass();
    await tickUntil(host, 'stopping');
    const before = flushes;
    await host.pass();
    expect(flushes).toBe(before);
    await watch(host);
    await host.pass();
    expect(flushes).toBeGreaterThan(before);
  });
});

describe('a change that needs a restart, while no backup can be stored', () => {
  it('stops no server, says why, and goes on when the store is back', async () => {
    const store = { isAway: false };
    const host = await changing({ over: withStore(store) });
    store.isAway = true;
    for (let pass = 0; pass < 3; pass += 1) {
      await host.pass();
      await host.settle();
    }
    expect(startsOf(host)).toBe(0);
    expect(reported(host)).toMatchObject({ state: 'Blocked', reason: { code: 'store-away' } });
    store.isAway = false;
    await watch(host);
    expect(host.live('Chairs')).toMatch(/^range: 2\n/);
    expect(startsOf(host)).toBe(1);
  });

  it('that was stopped already is started at once as it is, and the change is not given up', async () => {
    const store = { isAway: false };
    const host = await changing({ over: withStore(store) });
    await host.pass();
    await tickUntil(host, 'stopping');
    store.isAway = true;
    await host.settle();
    expect(host.server.state).toBe(20);
    expect(host.live('Chairs')).toMatch(/^range: 1\n/);
    expect(reported(host)).toMatchObject({ state: 'Blocked', reason: { code: 'store-away' } });
    store.isAway = false;
    await watch(host);
    expect(host.live('Chairs')).toMatch(/^range: 2\n/);
    expect(startsOf(host)).toBe(2);
  });
});
