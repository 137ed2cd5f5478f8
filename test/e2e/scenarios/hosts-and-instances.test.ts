import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createScenario, type Files, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf } from '../../support/small-fleet.ts';

const REPOSITORY: Files = {
  'desired-state/fleet.yaml': `hosts: { alpha: {}, beta: {} }
stages: [dev]
instances:
  ONE01: { host: alpha, platform: paper, stage: dev, aliases: [OLD01] }
  TWO02: { host: beta, platform: paper, stage: dev }
  alpha/HUB01: { host: alpha, platform: paper, stage: dev }
  beta/HUB01: { host: beta, platform: paper, stage: dev }
  alpha/ADS01: { host: alpha, platform: ads, managed: false }
  beta/ADS01: { host: beta, platform: ads, managed: false }
  FREE01: { host: alpha, platform: paper, managed: false }
`,
  'desired-state/deployment-matrix.csv': 'plugin,ONE01,TWO02,alpha/HUB01,beta/HUB01\nChairs,x,x,x,x\n',
  ...baseline('Chairs', 'range: 4\nhost: "{{HOST_NAME}}"\nserver: "{{INSTANCE_NAME}}"\n'),
};
const STALE = 'range: 9\n';
const fresh = (host: string, name: string) =>
  `range: 4\nhost: "${host}"\nserver: "${name}"\n`.replaceAll('"', '');
const LIVE: Files = Object.fromEntries(
  ['ONE01', 'HUB01', 'FREE01', 'ADS01', 'STRAY01'].map((name) => [configOf(name, 'Chairs'), STALE]),
);

let scenario: Scenario;

describe('instances of a host', () => {
  it('are those of its own folders; unmanaged ones and unknown folders are never touched', () => {
    scenario = createScenario(REPOSITORY, LIVE);
    const plan = scenario.report(['plan']);
    expect(plan.report.host).toBe('alpha');
    expect(plan.report.instances.map(({ id }) => id)).toEqual(['alpha/ONE01', 'alpha/HUB01']);
    expect(plan.report.unknownFolders).toMatchObject([{ folder: 'STRAY01' }]);
    expect(scenario.run(['plan']).out).toContain('STRAY01');
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe(fresh('alpha', 'ONE01'));
    expect(scenario.readLive(configOf('HUB01', 'Chairs'))).toBe(fresh('alpha', 'HUB01'));
    for (const name of ['FREE01', 'ADS01', 'STRAY01'])
      expect(scenario.readLive(configOf(name, 'Chairs'))).toBe(STALE);
  });

  it('with equal names are told apart by host', () => {
    const live = { [configOf('HUB01', 'Chairs')]: STALE, [configOf('TWO02', 'Chairs')]: STALE };
    scenario = createScenario(REPOSITORY, live);
    const { report } = scenario.report(['apply', '--yes']);
    expect(report.instances.map(({ id }) => id)).toEqual(['beta/TWO02', 'beta/HUB01']);
    expect(scenario.readLive(configOf('HUB01', 'Chairs'))).toBe(fresh('beta', 'HUB01'));
  });

  it('are chosen by --instance, also by alias, and the others stay as they are', () => {
    scenario = createScenario(REPOSITORY, LIVE);
    expect(scenario.run(['apply', '--yes', '--instance', 'OLD01']).code).toBe(0);
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe(fresh('alpha', 'ONE01'));
    expect(scenario.readLive(configOf('HUB01', 'Chairs'))).toBe(STALE);
    const unmanaged = scenario.run(['apply', '--yes', '--instance', 'FREE01']);
    expect(unmanaged.code).toBe(2);
    expect(unmanaged.err).toContain('ONE01');
  });

  it('are found in a folder with an old name, and blocked while both names are there', () => {
    scenario = createScenario(REPOSITORY, LIVE);
    renameSync(join(scenario.ampRoot, 'ONE01'), join(scenario.ampRoot, 'OLD01'));
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    expect(scenario.readLive(configOf('OLD01', 'Chairs'))).toBe(fresh('alpha', 'ONE01'));
    scenario.writeLive({ [configOf('ONE01', 'Chairs')]: STALE, [configOf('OLD01', 'Chairs')]: STALE });
    const { code, report } = scenario.report(['apply', '--yes', '--heal']);
    expect(code).toBe(1);
    expect(report.instances[0]).toMatchObject({ state: 'Blocked', reason: { code: 'instance-ambiguous' } });
    expect(report.instances[0]?.reason?.message).toMatch(/ONE01 and OLD01/);
    for (const name of ['ONE01', 'OLD01']) expect(scenario.readLive(configOf(name, 'Chairs'))).toBe(STALE);
  });

  it('that have no folder are blocked, and the others go on', () => {
    const { [configOf('ONE01', 'Chairs')]: _, ...rest } = LIVE;
    scenario = createScenario(REPOSITORY, rest);
    const { code, report } = scenario.report(['apply', '--yes', '--host', 'alpha']);
    expect(code).toBe(1);
    expect(report.instances.map(({ state }) => state)).toEqual(['Blocked', 'InSync']);
    expect(report.instances[0]?.reason?.code).toBe('instance-missing');
  });
});

describe('a host that is not named', () => {
  it('is not guessed where names fit both; the choices are told', () => {
    scenario = createScenario(REPOSITORY, { [configOf('HUB01', 'Chairs')]: STALE });
    const { code, err } = scenario.run(['apply', '--yes']);
    expect(code).toBe(2);
    expect(err).toMatch(/alpha, beta/);
    expect(scenario.readLive(configOf('HUB01', 'Chairs'))).toBe(STALE);
    expect(scenario.run(['apply', '--yes', '--host', 'beta']).code).toBe(1);
    expect(scenario.readLive(configOf('HUB01', 'Chairs'))).toBe(fresh('beta', 'HUB01'));
  });

  it('is not guessed from folders of both either', () => {
    scenario = createScenario(REPOSITORY, { ...LIVE, [configOf('TWO02', 'Chairs')]: STALE });
    expect(scenario.run(['plan'])).toMatchObject({ code: 2, out: '' });
  });
});
