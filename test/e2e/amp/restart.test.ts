import { describe, expect, it } from 'vitest';
import { ampFleet } from '../../support/amp-fleet.ts';

describe('a change that needs a restart', () => {
  it('is written while the server is down, and the server runs on it afterwards', async () => {
    const fleet = await ampFleet({ chairs: { savesOnStop: true, rewritesOnStart: true } });
    const merged = await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    const end = await fleet.settle('alpha');
    expect(end.servers).toEqual({ wakeInMillis: undefined, busy: 0, held: 0 });
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
    expect(fleet.server('DEV01').memoryOf('plugins/Chairs/config.yml')).toContain('range: 6');
    expect(fleet.server('DEV01').state).toBe(20);
    const kinds = fleet.events('DEV01').map(({ kind }) => kind);
    expect(kinds).toContain('state');
    expect(kinds).not.toContain('changed-while-running');
    expect(kinds).not.toContain('bukkit-reload');
    await fleet.passes();
    await fleet.settle('beta');
    await fleet.passes();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      /^success: plan \w+: 2 keys on 2 instances applied, as approved$/,
    );
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^success: plan \w+: 1 key on 1 instance applied/);
    expect([...fleet.amp.alpha.violations, ...fleet.amp.beta.violations]).toEqual([]);
  });

  it('of a server that somebody has stopped is written at once, and nobody starts that server', async () => {
    const fleet = await ampFleet({ servers: { DEV01: { state: 'stopped' } } });
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
    await fleet.settle('alpha');
    expect(fleet.server('DEV01').state).toBe(0);
  });

  it('of a server that was down for a moment alone is not written', async () => {
    const place: { start?: () => void } = {};
    const fleet = await ampFleet({
      servers: { DEV01: { state: 'stopped', startMillis: 60_000 } },
      onRest: () => place.start?.(),
    });
    place.start = () => fleet.server('DEV01').start();
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass('repository');
    expect(fleet.server('DEV01').state).not.toBe(0);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 4');
    const kinds = fleet.events('DEV01').map(({ kind }) => kind);
    expect(kinds).not.toContain('changed-while-running');
  });

  it('folds several merges into one restart', async () => {
    const fleet = await ampFleet();
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(5);
    await fleet.hosts.alpha.pass();
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    fleet.server('DEV01').leave('steve');
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    const starts = fleet.events('DEV01').filter((event) => event.kind === 'state' && event.to === 10);
    expect(starts).toHaveLength(1);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
  });
});
