import { describe, expect, it } from 'vitest';
import { type AmpFleet, ampFleet } from '../../support/amp-fleet.ts';

const BROKEN = [
  '[10:00:00 ERROR]: Error occurred while enabling Chairs v1.0 (Is it up to date?)',
  'org.yaml.snakeyaml.scanner.ScannerException: mapping values are not allowed here',
];

const breaksAbove = (limit: number) => (_: string, text: string) =>
  Number(/range: (\d+)/.exec(text)?.[1]) > limit ? BROKEN : undefined;

async function mergeAndWatch(fleet: AmpFleet, range: number): Promise<string> {
  const merged = await fleet.mergeRange(range);
  await fleet.hosts.alpha.pass();
  await fleet.settle('alpha');
  await fleet.hosts.alpha.pass();
  return merged;
}

function starts(fleet: AmpFleet): number {
  return fleet.events('DEV01').filter((event) => event.kind === 'state' && event.to === 10).length;
}

describe('a change that a server does not do well with', () => {
  it('is taken back to the byte, told with what the console said, and not tried again', async () => {
    const fleet = await ampFleet({ chairs: { failsOn: breaksAbove(8), rewritesOnStart: true } });
    const before = fleet.hosts.alpha.live('DEV01');
    const merged = await mergeAndWatch(fleet, 9);
    expect(fleet.hosts.alpha.live('DEV01').replace(/.*# saved.*\n/, '')).toBe(
      before.replace(/.*# saved.*\n/, ''),
    );
    expect(fleet.server('DEV01').state).toBe(20);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: .*failed: DEV01 \(rolled back: /);
    const comment = fleet.comment(1);
    expect(comment).toContain('did not do well');
    expect(comment).toContain('Error occurred while enabling Chairs');
    expect(comment).toContain('homeamp resume --instance DEV01');
    const tries = starts(fleet);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(starts(fleet)).toBe(tries);
    // Production never begins.
    await fleet.hosts.beta.pass();
    expect(fleet.hosts.beta.live('HUB01')).toContain('range: 4');
    expect(fleet.hosts.alpha.live('TOW01')).toContain('range: 4');
  });

  it('is tried once more when Git changes it', async () => {
    const fleet = await ampFleet({ chairs: { failsOn: breaksAbove(8) } });
    await mergeAndWatch(fleet, 9);
    const merged = await mergeAndWatch(fleet, 7);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 7');
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: /);
  });

  it('counts a crash loop, a start that fails and a server that never gets ready', async () => {
    const fleet = await ampFleet({
      chairs: { crashesOn: (_, text) => text.includes('range: 9') },
    });
    const before = fleet.hosts.alpha.live('DEV01');
    const merged = await mergeAndWatch(fleet, 9);
    expect(fleet.hosts.alpha.live('DEV01')).toBe(before);
    expect(fleet.server('DEV01').state).toBe(20);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: .*DEV01/);
  });

  it('a start that fails takes the change back', async () => {
    const fleet = await ampFleet({ chairs: {} });
    fleet.server('DEV01').failNextStart();
    const before = fleet.hosts.alpha.live('DEV01');
    await mergeAndWatch(fleet, 9);
    expect(fleet.hosts.alpha.live('DEV01')).toBe(before);
    expect(fleet.server('DEV01').state).toBe(20);
  });

  it('a server that does not stop is left alone', async () => {
    const fleet = await ampFleet();
    fleet.server('DEV01').hangInStopping();
    const before = fleet.hosts.alpha.live('DEV01');
    await fleet.mergeRange(9);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha', 900_000);
    expect(fleet.hosts.alpha.live('DEV01')).toBe(before);
    expect(fleet.server('DEV01').state).toBe(40);
  });
});

describe('a live write', () => {
  const rule = '{ reload: chairs reload, liveWriteSafe: true, expect: "chairs reloaded" }';

  it('is loaded once the console confirms the reload', async () => {
    const fleet = await ampFleet({
      rule,
      chairs: { reload: { command: 'chairs reload', answer: '[Chairs] Chairs reloaded.' } },
    });
    fleet.server('DEV01').join('steve');
    await mergeAndWatch(fleet, 6);
    expect(fleet.server('DEV01').memoryOf('plugins/Chairs/config.yml')).toContain('range: 6');
    expect(starts(fleet)).toBe(0);
    expect(fleet.server('DEV01').players).toEqual(['steve']);
  });

  it('that nobody confirms is not loaded, and the server is restarted when its policy allows', async () => {
    const fleet = await ampFleet({
      rule,
      chairs: { reload: { command: 'chairs reload', answer: 'Hm.' } },
    });
    fleet.server('DEV01').join('steve');
    const merged = await mergeAndWatch(fleet, 6);
    expect(fleet.statusOf(merged, 'alpha')).toContain('1 instance not loaded yet');
    expect(fleet.hosts.alpha.live('TOW01')).toContain('range: 4');
    fleet.server('DEV01').leave('steve');
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    await fleet.hosts.alpha.pass();
    expect(starts(fleet)).toBe(1);
    expect(fleet.statusOf(merged, 'alpha')).not.toContain('not loaded');
  });

  it('that the console refuses is taken back', async () => {
    const fleet = await ampFleet({ rule });
    const before = fleet.hosts.alpha.live('DEV01');
    const merged = await mergeAndWatch(fleet, 6);
    expect(fleet.hosts.alpha.live('DEV01')).toBe(before);
    expect(fleet.statusOf(merged, 'alpha')).toContain('rolled back: `chairs reload` was not taken');
  });
});
