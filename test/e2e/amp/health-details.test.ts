import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { AmpFleet } from '../../support/amp-fleet.ts';
import {
  CONFIG,
  follow,
  type Members,
  misdeeds,
  pathIn,
  plainFleet,
  pushRange,
  rangesOf,
  reasonOf,
  reportOf,
  starts,
  TRACE,
  whenRead,
} from './amp-stories.ts';

const MINUTE = 60_000;
const ONE: Members = { SMP01: ['alpha', ''] };

describe('a server after its start on new files', () => {
  it('must have every plugin in its list that it had before', async () => {
    const fleet = await plainFleet(ONE, {
      chairs: { failsOn: (_, text) => (text.includes('range: 9') ? [TRACE] : undefined) },
    });
    // What the log says of it is old, so that only the list tells.
    const old = [
      '[09:00:00] [Server thread/ERROR]: Error occurred while enabling Chairs v1.0 (Is it up to date?)',
      TRACE,
    ];
    appendFileSync(pathIn(fleet, 'SMP01', 'logs/latest.log'), `${old.join('\n')}\n`);
    pushRange(fleet, 9);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toContain('plugins are missing that ran before: Chairs');
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
    expect(fleet.server('SMP01').state).toBe(20);
  });

  it('must be ready in time', async () => {
    const fleet = await plainFleet(ONE, {
      policy: '  activation: { restart: now, countdown: none, health: { readyWithin: 1m, watch: 5s } }\n',
      servers: { SMP01: { startMillis: 3 * MINUTE } },
    });
    pushRange(fleet, 9);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toContain('the server was not ready within 60 s');
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
    fleet.clock.move(5 * MINUTE);
    expect(fleet.server('SMP01').state).toBe(20);
    expect(misdeeds(fleet)).toEqual([]);
  });

  it('must not have lost the file', async () => {
    const { chairs, place } = whenRead(9, (fleet) => rmSync(pathIn(fleet, 'SMP01', CONFIG), { force: true }));
    const fleet = await plainFleet(ONE, { chairs });
    place.fleet = fleet;
    pushRange(fleet, 9);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toMatch(/^rolled back: plugins\/Chairs\/config\.yml /);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
    expect(fleet.server('SMP01').memoryOf(CONFIG)).toContain('range: 4');
  });

  it('must not have made it unreadable', async () => {
    const { chairs, place } = whenRead(9, (fleet) =>
      writeFileSync(pathIn(fleet, 'SMP01', CONFIG), 'range: [9\n'),
    );
    const fleet = await plainFleet(ONE, { chairs });
    place.fleet = fleet;
    pushRange(fleet, 9);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toBe(
      "rolled back: plugins/Chairs/config.yml can't be read since the server started",
    );
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
  });

  it('may say again what it said before: a plugin that never loads is nothing new', async () => {
    const broken = { name: 'Old', files: ['plugins/Old/config.yml'], failsOn: () => [TRACE] };
    const plugin = { name: 'Chairs', files: [CONFIG] };
    const fleet = await plainFleet(ONE, { servers: { SMP01: { plugins: [broken, plugin] } } });
    pushRange(fleet, 6);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toBe('');
    expect(rangesOf(fleet, 'SMP01')).toEqual(['6']);
    expect(starts(fleet, 'SMP01')).toBe(1);
  });

  it('may fall asleep while it is watched', async () => {
    const fleet = await plainFleet(ONE, {
      policy: '  activation: { restart: now, countdown: none, health: { watch: 1m } }\n',
    });
    pushRange(fleet, 6);
    await follow(fleet, 'alpha', 20_000);
    fleet.server('SMP01').fallAsleep();
    await fleet.settle('alpha', 20_000);
    expect(fleet.server('SMP01').join('steve')).toBe('wakes');
    fleet.clock.move(MINUTE);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toBe('');
    expect(rangesOf(fleet, 'SMP01')).toEqual(['6']);
    expect(fleet.server('SMP01').players).toEqual(['steve']);
  });

  it('may be stopped by an admin while it is watched, and stays down', async () => {
    const fleet = await plainFleet(ONE, {
      policy: '  activation: { restart: now, countdown: none, health: { watch: 1m } }\n',
    });
    pushRange(fleet, 6);
    await follow(fleet, 'alpha', 20_000);
    fleet.server('SMP01').stop();
    await fleet.settle();
    await follow(fleet);
    expect(fleet.server('SMP01').state).toBe(0);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['6']);
    expect(reportOf(fleet).instances.map(({ state }) => state)).toEqual(['InSync']);
    expect(starts(fleet, 'SMP01')).toBe(1);
  });

  it('is taken back when it came down and up again unseen, between two looks', async () => {
    const fleet = await plainFleet(ONE, {
      policy: '  activation: { restart: now, countdown: none, health: { watch: 1m } }\n',
    });
    pushRange(fleet, 6);
    await follow(fleet, 'alpha', 20_000);
    fleet.server('SMP01').crash();
    fleet.clock.move(20_000);
    expect(fleet.server('SMP01').state).toBe(20);
    await fleet.settle();
    expect(reasonOf(fleet, 'SMP01')).toBe(
      'rolled back: the server did not stay ready: it started again by itself',
    );
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
  });
});

describe('a live write', () => {
  it('is not held against what did not load before', async () => {
    const rule = '{ reload: chairs reload, liveWriteSafe: true, expect: "chairs reloaded" }';
    const broken = { name: 'Old', files: ['plugins/Old/config.yml'], failsOn: () => [TRACE] };
    const plugin = {
      name: 'Chairs',
      files: [CONFIG],
      reload: { command: 'chairs reload', answer: '[Chairs] Chairs reloaded.' },
    };
    const fleet = await plainFleet(ONE, { rule, servers: { SMP01: { plugins: [broken, plugin] } } });
    pushRange(fleet, 6, rule);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toBe('');
    expect(fleet.server('SMP01').memoryOf(CONFIG)).toContain('range: 6');
    expect(starts(fleet, 'SMP01')).toBe(0);
  });
});

/** A port of this computer that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

describe('the server list', () => {
  async function listening(act: (fleet: AmpFleet) => void): Promise<AmpFleet> {
    const port = await freePort();
    const { chairs, place } = whenRead(9, act);
    const fleet = await plainFleet(ONE, {
      chairs,
      servers: { SMP01: { listens: true } },
      live: {
        [`SMP01/Minecraft/${CONFIG}`]: 'range: 4\nsound: true\n',
        'SMP01/Minecraft/server.properties': `server-port=${port}\n`,
      },
    });
    place.fleet = fleet;
    return fleet;
  }

  it('that a server answered before must be answered afterwards', async () => {
    const elsewhere = await freePort();
    const fleet = await listening((at) =>
      writeFileSync(pathIn(at, 'SMP01', 'server.properties'), `server-port=${elsewhere}\n`),
    );
    pushRange(fleet, 9);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toBe('rolled back: the server no longer answers the server list');
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
  });

  it('is answered by a server that does well', async () => {
    const fleet = await listening(() => undefined);
    pushRange(fleet, 9);
    await follow(fleet);
    expect(reasonOf(fleet, 'SMP01')).toBe('');
    expect(rangesOf(fleet, 'SMP01')).toEqual(['9']);
  });
});
