import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockState } from '../../../src/adapters/state/index.ts';
import { type DaemonFleet, type DaemonHost, daemonFleet } from '../../support/daemon-fleet.ts';

const ME = userInfo().username;

/** A host whose agent took the first revision and has nothing left to do. */
async function steadyHost(): Promise<{ readonly fleet: DaemonFleet; readonly alpha: DaemonHost }> {
  const fleet = await daemonFleet();
  const { alpha } = fleet.hosts;
  expect((await alpha.start('--once').ended).code).toBe(0);
  return { fleet, alpha };
}

describe('homeamp suspend', () => {
  it('pauses an instance until resume, shows it in status, and the agent obeys', async () => {
    const { fleet, alpha } = await steadyHost();
    const suspended = await alpha.run('suspend', '--instance', 'TOW01', '--reason', 'Tournament');
    expect(suspended).toMatchObject({ code: 0, err: '' });
    expect(suspended.out).toContain(`Paused on this host: instance TOW01, suspended by ${ME}: Tournament.`);
    expect(suspended.out).toContain('It lasts until: homeamp resume --instance TOW01');
    const { number } = await fleet.propose('wider', 6);
    expect((await alpha.start('--once').ended).code).toBe(0);
    const merged = await fleet.approveAndMerge(number);
    expect((await alpha.start('--once').ended).code).toBe(0);
    expect([alpha.live('DEV01'), alpha.live('TOW01')].map((text) => text.split('\n')[0])).toEqual([
      'range: 6',
      'range: 4',
    ]);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^pending: .*suspended: TOW01/);
    const status = await alpha.run('status');
    expect(status.code).toBe(1);
    expect(status.out).toContain(`Instance TOW01 is suspended by ${ME}: Tournament.`);
    expect(status.out).toMatch(/TOW01 +Suspended .*suspended by .*: Tournament; 1 to write/);
    const json = JSON.parse((await alpha.run('status', '--json')).out) as Record<string, unknown>;
    expect(json['suspensions']).toEqual([
      { kind: 'instance', name: 'alpha/TOW01', by: ME, reason: 'Tournament', until: null, origin: 'host' },
    ]);
    const plan = await alpha.run('plan');
    expect(plan.out).toContain(`  suspended by ${ME}: Tournament`);
    const applied = await alpha.run('apply', '--yes');
    expect(applied.out).toContain('TOW01  left alone  suspended by');
    expect(alpha.live('TOW01')).toContain('range: 4');
    const resumed = await alpha.run('resume', '--instance', 'TOW01');
    expect(resumed).toMatchObject({ code: 0, err: '' });
    expect(resumed.out).toContain(`Ended: instance TOW01, suspended by ${ME}: Tournament.`);
    expect((await alpha.start('--once').ended).code).toBe(0);
    expect(alpha.live('TOW01')).toContain('range: 6');
    expect((await alpha.run('status')).out).not.toContain('uspended');
  });

  it('works while a pass has the lock, replaces what was said of the same, and ends by itself', async () => {
    const { alpha } = await steadyHost();
    const release = lockState(alpha.state);
    expect((await alpha.run('suspend', '--this-host', '--reason', 'new disks')).code).toBe(0);
    const again = await alpha.run('suspend', '--this-host', '--reason', 'slower disks', '--for', '2h');
    expect(again.out).toContain(`It was suspended by ${ME}: new disks.`);
    expect(again.out).toMatch(/host alpha, suspended by \S+ until \d{4}-.* UTC: slower disks\./);
    expect(again.out).toContain('To end it earlier: homeamp resume --this-host');
    const shortly = new Date(Date.now() + 2000).toISOString();
    await alpha.run('suspend', '--this-host', '--reason', 'soon over', '--until', shortly);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(shortly) - Date.now()));
    release();
    expect((await alpha.run('status')).out).not.toContain('uspended');
  });

  it('says of the fleet that other hosts go on', async () => {
    const { alpha } = await steadyHost();
    const { out } = await alpha.run('suspend', '--fleet', '--reason', 'Tournament');
    expect(out).toContain('Other hosts go on: policy.suspend in desired-state/fleet.yaml');
  });

  it('refuses what it can not keep, says why, and pauses nothing then', async () => {
    const { alpha } = await steadyHost();
    const refused: readonly (readonly [readonly string[], string])[] = [
      [['--reason', 'x'], 'it is not said what to pause'],
      [['--this-host'], 'needs its reason'],
      [['--instance', 'TOW01', '--instance', 'HUB01', '--reason', 'x'], 'instance is named HUB01'],
      [['--plugin', 'Chair', '--reason', 'x'], 'Did you mean `Chairs`?'],
      [['--fleet', '--reason', 'x', '--until', '2020-01-01T00:00Z'], 'in the past'],
    ];
    for (const [words, message] of refused) {
      const { code, err } = await alpha.run('suspend', ...words);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    }
    expect((await alpha.run('status')).out).not.toContain('uspended');
  });
});

describe('homeamp resume', () => {
  it('says what is known when nothing of that name is paused here, and changes nothing', async () => {
    const { fleet, alpha } = await steadyHost();
    const { code, err } = await alpha.run('resume', '--instance', 'TOW01');
    expect(code).toBe(2);
    expect(err).toContain('no order on this host suspends instance TOW01, so nothing was changed');
    expect(err).toContain('Nothing is suspended here at all');
    const yaml = fleet.git('show', 'main:desired-state/fleet.yaml');
    const paused = `${yaml}\n  suspend:\n    - { hosts: [alpha], reason: Tournament }\n`;
    fleet.push('pause', { 'desired-state/fleet.yaml': paused });
    const pull = await fleet.hub.openPull({ head: 'pause', author: 'bob' });
    await alpha.start('--once').ended;
    await fleet.approveAndMerge(pull);
    await alpha.start('--once').ended;
    await alpha.run('suspend', '--plugin', 'Chairs', '--reason', 'mending');
    const both = await alpha.run('resume', '--plugin', 'Chairs', '--this-host');
    expect(both.code).toBe(2);
    expect(both.err).toMatch(/policy\.suspend in desired-state\/fleet\.yaml:\d+ ends it/);
    expect((await alpha.run('status')).out).toContain('Plugin Chairs is suspended by');
    const one = await alpha.run('resume', '--plugin', 'Chairs');
    expect(one.out).toMatch(/Still in force: host alpha, suspended by desired-state\/fleet\.yaml:\d+: Tourn/);
  });

  it('takes one order at a time', async () => {
    const { alpha } = await steadyHost();
    const { code, err } = await alpha.run('resume', '--fleet', '--accept-history', '0123456789ab');
    expect(code).toBe(2);
    expect(err).toContain('two orders');
  });
});

describe('homeamp restart', () => {
  it('refuses where homeamp looks at files alone, and says what to do', async () => {
    const { alpha } = await steadyHost();
    const { code, err } = await alpha.run('restart', 'TOW01', '--reason', 'new jar');
    expect(code).toBe(2);
    expect(err).toContain('it can restart no server');
    expect(err).toContain('Restart TOW01 in AMP');
    expect(await alpha.run('restart', 'TOW01', '--cancel')).toMatchObject({ code: 2 });
  });

  it('leaves the order to the agent, tells of a suspension, and takes the order back', async () => {
    const { alpha } = await steadyHost();
    await alpha.run('suspend', '--instance', 'TOW01', '--reason', 'Tournament');
    const password = { env: 'HOMEAMP_GITHUB_TOKEN' };
    const account = { url: 'http://127.0.0.1:9', username: 'homeamp', password };
    alpha.configure({ amp: { kind: 'api', instances: join(alpha.folder, 'instances'), ...account } });
    const ordered = await alpha.run('restart', 'DEV01', 'TOW01', '--reason', 'new jar');
    expect(ordered).toMatchObject({ code: 0, err: '' });
    expect(ordered.out).toContain('A restart of DEV01, TOW01 is ordered.');
    expect(ordered.out).toContain(`TOW01 is suspended by ${ME}: Tournament. Its restart waits.`);
    expect(ordered.out).toContain('To take it back: homeamp restart DEV01 TOW01 --cancel');
    const unknown = await alpha.run('restart', 'HUB01', '--reason', 'new jar');
    expect(unknown.code).toBe(2);
    const json = await alpha.run('status', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      restartOrders: [
        { instance: 'alpha/DEV01', by: ME, reason: 'new jar' },
        { instance: 'alpha/TOW01', by: ME, reason: 'new jar' },
      ],
    });
    expect((await alpha.run('status')).out).toMatch(/^Restart ordered: instance DEV01 by .*: new jar\.$/m);
    expect(await alpha.run('restart', 'DEV01', 'TOW01', '--cancel')).toMatchObject({ code: 0, err: '' });
    expect((await alpha.run('status')).out).not.toContain('Restart ordered');
  });
});
