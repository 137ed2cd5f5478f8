import { describe, expect, it } from 'vitest';
import { orderRestart } from '../../../src/engine/orders/order-restart.ts';
import { ampFleet } from '../../support/amp-fleet.ts';

describe('a restart by homeamp', () => {
  it('names who ordered it', async () => {
    const fleet = await ampFleet();
    const { agent } = fleet.hosts.alpha;
    await orderRestart(agent, ['DEV01'], { by: 'carol', reason: 'new jar' });
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(agent.audit.list({ limit: 2, instances: ['DEV01'] })).toMatchObject([
      { kind: 'server-stopped', by: ['carol'], reason: 'new jar', facts: { for: 'order', players: 0 } },
      { kind: 'restart-ordered', by: ['carol'] },
    ]);
  });

  it('is in the audit trail with how many were on and why, and so is that the change was taken back', async () => {
    const fleet = await ampFleet({
      policy: '  activation: { restart: now, countdown: none, health: { watch: 5s } }\n',
      chairs: {
        crashesOn: (_, text) => text.includes('range: 9'),
      },
    });
    fleet.server('DEV01').join('steve');
    fleet.server('DEV01').join('alex');
    const merged = await fleet.mergeRange(9);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    const events = fleet.hosts.alpha.agent.audit.list({
      limit: 100,
      instances: ['DEV01'],
      order: 'oldest-first',
    });
    const stop = events.findIndex(({ kind }) => kind === 'server-stopped');
    expect(events.slice(stop, stop + 2)).toMatchObject([
      {
        kind: 'server-stopped',
        by: ['homeamp'],
        commit: merged.slice(0, 12),
        facts: { for: 'revision', players: 2, forced: false },
      },
      { kind: 'run-applied', facts: { files: 1, keys: 1 } },
    ]);
    expect(JSON.stringify(events)).not.toContain('steve');
    expect(events.at(-1)?.kind).toBe('run-taken-back');
    expect(events.at(-1)?.reason).not.toBe('');
    expect(events.at(-1)?.facts['of']).toBe(events.find(({ kind }) => kind === 'run-applied')?.facts['run']);
  });
});
