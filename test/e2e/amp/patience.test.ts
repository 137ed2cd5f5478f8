import { describe, expect, it } from 'vitest';
import { chairs } from '../../support/agent-fleet.ts';
import { type AmpFleet, ampFleet, ruledChairs } from '../../support/amp-fleet.ts';

const HOUR = 3_600_000;

/** What the players of DEV01 were told, oldest first. */
function said(fleet: AmpFleet): readonly string[] {
  return fleet.events('DEV01').flatMap((event) => (event.kind === 'say' ? [event.text] : []));
}

function kicks(fleet: AmpFleet): readonly (readonly string[])[] {
  return fleet.events('DEV01').flatMap((event) => (event.kind === 'kick' ? [event.players] : []));
}

function why(fleet: AmpFleet): string {
  return fleet.comment(1);
}

describe('patience', () => {
  it('waits for players, and says until when', async () => {
    const fleet = await ampFleet({ policy: '  activation: { restart: when-empty, maxDelay: 6h }\n' });
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha', 60_000);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 4');
    expect(why(fleet)).toContain('Waiting: players, latest');
    expect(why(fleet)).toContain('16:00` UTC');
    fleet.server('DEV01').leave('steve');
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
    expect(kicks(fleet)).toEqual([]);
  });

  it('waits no longer than the longest delay, and counts down in the game', async () => {
    const fleet = await ampFleet({
      policy:
        '  activation: { restart: when-empty, maxDelay: 6h, countdown: { milestones: [1m, 10s], message: "Neustart in {time}" } }\n',
    });
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    fleet.clock.move(6 * HOUR + 1000);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(said(fleet)).toEqual(['Neustart in 1 minute', 'Neustart in 10 seconds']);
    expect(kicks(fleet)).toEqual([['steve']]);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
  });

  it('after the longest delay sends people away only in the window', async () => {
    const window = '{ cron: "0 18 * * *", duration: 2h }';
    const fleet = await ampFleet({
      policy: `  activation: { restart: when-empty, maxDelay: 1h, window: ${window} }\n`,
    });
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    fleet.clock.move(2 * HOUR);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha', 60_000);
    expect(kicks(fleet)).toEqual([]);
    expect(why(fleet)).toContain('18:00` UTC');
    fleet.clock.move(6 * HOUR);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(kicks(fleet)).toEqual([['steve']]);
  });

  it('stops no server in a time that is denied, not even an empty one', async () => {
    const fleet = await ampFleet({
      policy: '  activation: { restart: now, deny: [{ cron: "0 9 * * *", duration: 3h }] }\n',
    });
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha', 60_000);
    expect(fleet.server('DEV01').state).toBe(20);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 4');
    expect(why(fleet)).toContain('no restarts at this time');
    fleet.clock.move(2 * HOUR);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
  });

  it('calls the restart off and says so when the change is taken back in the middle of the countdown', async () => {
    const fleet = await ampFleet({
      policy:
        '  activation: { restart: now, countdown: { milestones: [5m, 1m], cancelled: "Doch nicht" } }\n',
    });
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha', 60_000);
    await fleet.mergeRange({ ...chairs(4), ...ruledChairs(4, '') });
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(said(fleet)).toEqual(['Restart in 5 minutes: new settings.', 'Doch nicht']);
    expect(kicks(fleet)).toEqual([]);
    expect(fleet.server('DEV01').state).toBe(20);
  });

  it('restarts below so many players, and not when others came meanwhile', async () => {
    const fleet = await ampFleet({
      policy: '  activation: { restart: { below: 2 }, countdown: { milestones: [1m] } }\n',
    });
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha', 20_000);
    fleet.server('DEV01').join('alex');
    await fleet.settle('alpha', 120_000);
    expect(kicks(fleet)).toEqual([]);
    expect(said(fleet)).toEqual(['Restart in 1 minute: new settings.', 'The restart was called off.']);
    fleet.server('DEV01').leave('alex');
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(kicks(fleet)).toEqual([['steve']]);
  });

  it('a message that fails holds no restart up', async () => {
    const fleet = await ampFleet({
      policy:
        '  activation: { restart: now, countdown: { milestones: [10s], command: "alert {message}" } }\n',
    });
    fleet.server('DEV01').join('steve');
    await fleet.mergeRange(6);
    await fleet.hosts.alpha.pass();
    await fleet.settle('alpha');
    expect(said(fleet)).toEqual([]);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 6');
  });
});
