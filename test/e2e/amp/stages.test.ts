import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AmpFleet, ampFleet } from '../../support/amp-fleet.ts';
import {
  follow,
  type Members,
  misdeeds,
  outages,
  plainFleet,
  pushRange,
  QUICK,
  rangesOf,
  reasonOf,
  reportOf,
  starts,
} from './amp-stories.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const TWO_STAGES: Members = {
  DEV01: ['alpha', 'stage: dev'],
  TOW01: ['alpha', ''],
  HUB01: ['beta', ''],
};
const CANARIES: Members = {
  CAN01: ['alpha', 'stage: dev'],
  CAN02: ['beta', 'stage: dev'],
  PRD01: ['alpha', ''],
  PRD02: ['beta', ''],
};

/** Each stage of a host with its word, such as `dev soaks`. */
function wordsOf(fleet: AmpFleet, host: 'alpha' | 'beta' = 'alpha'): readonly string[] {
  return (reportOf(fleet, host).course?.stages ?? []).map(({ stage, word }) => `${stage} ${word}`);
}

/** Where the deployments of a commit stand, newest word of each. */
function deployments(fleet: AmpFleet, sha: string): readonly string[] {
  return fleet.hub
    .deploymentsOf(sha)
    .map(({ environment, statuses }) => `${environment} ${statuses.at(-1)?.description}`)
    .sort();
}

const crashesAt9 = { crashesOn: (_: string, text: string) => text.includes('range: 9') };
const failsAt9 = {
  failsOn: (_: string, text: string) =>
    text.includes('range: 9') ? ['org.yaml.snakeyaml.error.YAMLException: nine'] : undefined,
};

describe('a stage that soaks', () => {
  it('lets the next one wait on every host, tells so on the forge, and then lets it go', async () => {
    const fleet = await ampFleet({
      approval: '{ required: 0 }',
      policy: `  activation: { ${QUICK} }\n  soak: { dev: 5m }\n`,
    });
    const pushed = pushRange(fleet, 6);
    await follow(fleet, 'alpha', 60_000);
    await fleet.hosts.beta.pass('repository', 'scan');
    expect(rangesOf(fleet, 'DEV01', 'TOW01', 'HUB01')).toEqual(['6', '4', '4']);
    expect(wordsOf(fleet)).toEqual(['dev soaks', 'production waits']);
    expect(deployments(fleet, pushed)).toContain('dev alpha: soaks');
    const why = 'stage dev is not done on alpha (soaks)';
    expect([reasonOf(fleet, 'TOW01'), reasonOf(fleet, 'HUB01')]).toEqual([why, why]);
    fleet.clock.move(5 * MINUTE);
    await follow(fleet);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'TOW01', 'HUB01')).toEqual(['6', '6']);
    await fleet.hosts.alpha.pass('repository', 'scan');
    await fleet.hosts.beta.pass('repository', 'scan');
    expect(wordsOf(fleet)).toEqual(['dev done', 'production done']);
    expect(fleet.statusOf(pushed, 'beta')).toMatch(/^success: /);
  });

  it('is begun anew by a change that comes meanwhile', async () => {
    const fleet = await plainFleet(TWO_STAGES, {
      policy: `  activation: { ${QUICK} }\n  soak: { dev: 10m }\n`,
    });
    pushRange(fleet, 6);
    await follow(fleet, 'alpha', 30_000);
    fleet.clock.move(8 * MINUTE);
    pushRange(fleet, 7);
    await follow(fleet, 'alpha', 30_000);
    expect(rangesOf(fleet, 'DEV01')).toEqual(['7']);
    fleet.clock.move(8 * MINUTE);
    await fleet.hosts.beta.pass('repository', 'scan');
    await fleet.hosts.alpha.pass('repository', 'scan');
    expect(rangesOf(fleet, 'TOW01', 'HUB01')).toEqual(['4', '4']);
    fleet.clock.move(3 * MINUTE);
    await follow(fleet);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'TOW01', 'HUB01')).toEqual(['7', '7']);
  });

  it('counts a server that comes down within it, so that the next one never begins', async () => {
    const fleet = await plainFleet(TWO_STAGES, {
      policy: `  activation: { ${QUICK} }\n  soak: { dev: 10m }\n`,
      chairs: crashesAt9,
      servers: { DEV01: { crashAfterMillis: 4 * MINUTE } },
    });
    pushRange(fleet, 9);
    await follow(fleet, 'alpha', 30_000);
    expect(wordsOf(fleet)[0]).toBe('dev soaks');
    await fleet.settle();
    await fleet.hosts.beta.pass('repository', 'scan');
    expect(rangesOf(fleet, 'DEV01', 'TOW01', 'HUB01')).toEqual(['4', '4', '4']);
    expect(wordsOf(fleet)[0]).toBe('dev failed');
    expect(reasonOf(fleet, 'HUB01')).toBe('stage dev is not done on alpha (failed)');
  });
});

describe('a stage that does not soak', () => {
  it('is done no earlier than its servers were watched', async () => {
    const fleet = await plainFleet(TWO_STAGES, {
      policy: '  activation: { restart: now, countdown: none, health: { watch: 1m } }\n',
      chairs: crashesAt9,
      servers: { DEV01: { crashAfterMillis: 40_000 } },
    });
    pushRange(fleet, 9);
    await follow(fleet, 'alpha', 20_000);
    await fleet.hosts.beta.pass('repository', 'scan');
    expect(fleet.server('DEV01').state).toBe(20);
    expect(rangesOf(fleet, 'DEV01', 'TOW01', 'HUB01')).toEqual(['9', '4', '4']);
    await fleet.settle();
    await fleet.hosts.beta.pass('repository', 'scan');
    expect(rangesOf(fleet, 'DEV01', 'TOW01', 'HUB01')).toEqual(['4', '4', '4']);
    expect([outages(fleet, 'TOW01'), outages(fleet, 'HUB01')]).toEqual([[], []]);
  });
});

describe('a host that is down', () => {
  it('keeps the later stages of the others pending and is never counted as done', async () => {
    const fleet = await plainFleet(TWO_STAGES);
    pushRange(fleet, 6);
    for (let days = 0; days < 3; days += 1) {
      await follow(fleet, 'beta');
      fleet.clock.move(DAY);
    }
    expect(rangesOf(fleet, 'HUB01')).toEqual(['4']);
    expect(wordsOf(fleet, 'beta')).toEqual(['production waits']);
    expect(reasonOf(fleet, 'HUB01')).toBe('stage dev is not done on alpha');
    await follow(fleet);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'DEV01', 'HUB01')).toEqual(['6', '6']);
  });

  it('in the middle of a stage is not done either, and what it said of an older revision counts for nothing', async () => {
    const fleet = await plainFleet(TWO_STAGES);
    pushRange(fleet, 5);
    await follow(fleet);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'HUB01')).toEqual(['5']);
    pushRange(fleet, 6);
    // The host dies while DEV01 is stopped for its files.
    await fleet.hosts.alpha.pass('repository', 'scan');
    fleet.clock.move(DAY);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'HUB01')).toEqual(['5']);
    expect(reasonOf(fleet, 'HUB01')).toBe('stage dev is not done on alpha');
    await follow(fleet);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'DEV01', 'HUB01')).toEqual(['6', '6']);
  });
});

describe('a canary that fails on one host', () => {
  it('stops the same stage and the later ones on the other host, and on its own', async () => {
    const fleet = await plainFleet(CANARIES, { chairs: failsAt9 });
    pushRange(fleet, 9);
    await follow(fleet);
    expect(rangesOf(fleet, 'CAN01', 'PRD01')).toEqual(['4', '4']);
    expect(reasonOf(fleet, 'CAN01')).toContain('rolled back');
    await follow(fleet, 'beta');
    await follow(fleet, 'alpha');
    expect(rangesOf(fleet, 'CAN02', 'PRD01', 'PRD02')).toEqual(['4', '4', '4']);
    expect(reasonOf(fleet, 'CAN02')).toBe('stage dev is not done on alpha (failed)');
    expect(['CAN02', 'PRD01', 'PRD02'].map((name) => starts(fleet, name))).toEqual([0, 0, 0]);
    pushRange(fleet, 6);
    for (const host of ['alpha', 'beta', 'alpha', 'beta'] as const) await follow(fleet, host);
    expect(rangesOf(fleet, 'CAN01', 'CAN02', 'PRD01', 'PRD02')).toEqual(['6', '6', '6', '6']);
    expect(misdeeds(fleet)).toEqual([]);
  });

  it('calls off what the other host has announced to its players', async () => {
    const fleet = await plainFleet(CANARIES, {
      chairs: failsAt9,
      policy:
        '  activation: { restart: now, countdown: { milestones: [5m], cancelled: "Doch nicht" }, health: { watch: 5s } }\n',
    });
    fleet.server('CAN02').join('steve');
    pushRange(fleet, 9);
    await follow(fleet, 'beta', 10_000);
    await follow(fleet, 'alpha', 60_000);
    await follow(fleet, 'beta', 10_000);
    const said = fleet.events('CAN02').flatMap((event) => (event.kind === 'say' ? [event.text] : []));
    expect(said).toEqual(['Restart in 5 minutes: new settings.', 'Doch nicht']);
    expect(fleet.server('CAN02').players).toEqual(['steve']);
    expect(rangesOf(fleet, 'CAN02')).toEqual(['4']);
  });
});

describe('hosts without a forge', () => {
  it('that share no reports let later stages wait, and say how they could know', async () => {
    const fleet = await plainFleet(TWO_STAGES, { sharing: 'apart' });
    pushRange(fleet, 6);
    await follow(fleet);
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'DEV01', 'TOW01', 'HUB01')).toEqual(['6', '6', '4']);
    const hub = reportOf(fleet, 'beta').instances.find(({ name }) => name === 'HUB01');
    expect(hub?.reason?.message).toBe('stage dev is not done on alpha');
    expect(hub?.reason?.help).toContain('`store.reports`');
  });

  it('believe nothing of what lies there but plain words about this very commit', async () => {
    const fleet = await plainFleet(TWO_STAGES);
    const sha = pushRange(fleet, 6);
    const { store } = fleet.hosts.alpha.settings;
    const folder = join((store.kind === 'local' && store.reports) || '', 'alpha');
    mkdirSync(folder, { recursive: true });
    const told = (words: unknown, about = sha) => JSON.stringify({ sha: about, words });
    for (const text of [
      'no JSON',
      'null',
      told('done'),
      told({ dev: { done: true } }),
      told({ dev: 'done' }, 'a'.repeat(40)),
      told({ dev: 'DONE' }),
      told({ dev: 'done', more: 'x'.repeat(70_000) }),
    ]) {
      writeFileSync(join(folder, 'stages.json'), text);
      await fleet.hosts.beta.pass('repository', 'scan');
      expect(reasonOf(fleet, 'HUB01')).toBe('stage dev is not done on alpha');
    }
    writeFileSync(join(folder, 'stages.json'), told({ dev: 'done' }));
    await follow(fleet, 'beta');
    expect(rangesOf(fleet, 'HUB01')).toEqual(['6']);
  });
});
