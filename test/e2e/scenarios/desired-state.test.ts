import { describe, expect, it } from 'vitest';
import { createScenario, type Files } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const LIVE_OF_TWO: Files = {
  [configOf('ONE01', 'Chairs')]: 'range: 4\nmine: 1\n',
  [configOf('TWO02', 'Chairs')]: 'range: 4\nmine: 1\n',
};
const TWO: Files = {
  ...fleet(['ONE01', 'TWO02']),
  ...matrix(['Chairs'], ['ONE01', 'TWO02']),
  ...baseline('Chairs', 'range: 4\n'),
};

describe('a repository that shrinks', () => {
  const SHRINKING: readonly (readonly [string, Files])[] = [
    ['a deleted baseline', { 'desired-state/baselines/Chairs.md': null }],
    ['an emptied matrix', { 'desired-state/deployment-matrix.csv': 'plugin,ONE01,TWO02\n' }],
    ['a matrix of zero bytes', { 'desired-state/deployment-matrix.csv': '' }],
    ['a deleted matrix', { 'desired-state/deployment-matrix.csv': null }],
    ['an empty baseline', { 'desired-state/baselines/Chairs.md': '' }],
    ['an empty fleet', { 'desired-state/fleet.yaml': '' }],
    ['a fleet without instances', { 'desired-state/fleet.yaml': 'hosts: { alpha: {} }\ninstances: {}\n' }],
    ['a deleted desired-state', { 'desired-state': null, 'README.md': 'empty' }],
    ['a key that left its baseline', baseline('Chairs', 'other: 4\n')],
  ];

  it.each(SHRINKING)('%s never deletes anything from a live file', (_, change) => {
    const scenario = createScenario(TWO, LIVE_OF_TWO);
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    scenario.commit(change);
    const { code, out, err } = scenario.run(['apply', '--yes', '--heal', '--ignore-budget']);
    expect([0, 1, 2], out + err).toContain(code);
    for (const path of Object.keys(LIVE_OF_TWO)) {
      expect(scenario.readLive(path).startsWith('range: 4\nmine: 1\n'), out + err).toBe(true);
    }
  });
});

describe('the budget', () => {
  const WITH_BUDGET = (policy: string): Files => ({
    ...TWO,
    ...fleet(['ONE01', 'TWO02'], `policy: { budget: { ${policy} } }\n`),
  });

  it('lets the first adoption pass, blocks too large a commit after it, and opens with --ignore-budget', () => {
    const scenario = createScenario(WITH_BUDGET('instances: 50%'), {
      [configOf('ONE01', 'Chairs')]: 'range: 9\n',
      [configOf('TWO02', 'Chairs')]: 'range: 9\n',
    });
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    scenario.commit(baseline('Chairs', 'range: 5\n'));
    const { code, report } = scenario.report(['apply', '--yes']);
    expect(code).toBe(1);
    expect(report.instances.map(({ reason }) => reason?.code)).toEqual(['budget', 'budget']);
    expect(report.instances[0]?.reason?.message).toContain('2 instances');
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('range: 4\n');
    expect(scenario.run(['apply', '--yes', '--ignore-budget']).code).toBe(0);
    expect(scenario.readLive(configOf('TWO02', 'Chairs'))).toBe('range: 5\n');
  });

  it('counts the keys of the instances that are named', () => {
    const scenario = createScenario(WITH_BUDGET('keys: 1'), LIVE_OF_TWO);
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    scenario.commit(baseline('Chairs', 'range: 5\nmine: 2\n'));
    expect(scenario.run(['apply', '--yes']).code).toBe(1);
    expect(scenario.run(['apply', '--yes', '--instance', 'ONE01']).code).toBe(1);
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('range: 4\nmine: 1\n');
  });
});

describe('a file that is owned whole', () => {
  it('loses the keys that are not listed, and keeps its comments', () => {
    const scenario = createScenario(
      { ...TWO, ...baseline('Chairs', 'range: 4\n', { front: 'exact: true\n' }) },
      { ...LIVE_OF_TWO, [configOf('ONE01', 'Chairs')]: '# kept\nrange: 4\nmine: 1\nsection:\n  a: 1\n' },
    );
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toContain('# kept\nrange: 4\n');
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).not.toMatch(/mine|a: 1/);
    expect(scenario.run(['plan', '--full']).code).toBe(0);
  });

  it('may come from a template with variables', () => {
    const scenario = createScenario(
      {
        ...TWO,
        'desired-state/baselines/Chairs.md':
          '---\nplugin: Chairs\nplatforms: [paper]\nfiles: { motd.txt: { template: motd.txt } }\n---\n# Chairs\n',
        'templates/motd.txt': 'Welcome to {{INSTANCE_NAME}}, {{player}}\n\\{{HOST_NAME}}\n',
      },
      { 'ONE01/Minecraft/plugins/Chairs/motd.txt': 'old\n', 'TWO02/Minecraft/plugins/Chairs/x': '' },
    );
    const result = scenario.run(['apply', '--yes']);
    expect(result, result.out + result.err).toMatchObject({ code: 0 });
    for (const instance of ['ONE01', 'TWO02']) {
      expect(scenario.readLive(`${instance}/Minecraft/plugins/Chairs/motd.txt`)).toBe(
        `Welcome to ${instance}, {{player}}\n{{HOST_NAME}}\n`,
      );
    }
    expect(scenario.run(['plan', '--full']).code).toBe(0);
  });
});

describe('layers', () => {
  it('override each other from fleet over host and group to instance', () => {
    const plain = 'a: 0\nb: 0\nc: 0\nd: 0\n';
    const override = (keys: string) =>
      `overrides: { Chairs: { config.yml: { ${keys} } } }\nreasons: { Chairs: because }\n`;
    const scenario = createScenario(
      {
        'desired-state/fleet.yaml': `hosts: { alpha: {} }
groups: [first, last]
stages: [dev]
instances:
  ONE01: { host: alpha, platform: paper, stage: dev, groups: [last, first] }
  TWO02: { host: alpha, platform: paper, stage: dev }
`,
        ...matrix(['Chairs'], ['ONE01', 'TWO02']),
        ...baseline('Chairs', plain),
        'desired-state/variables/hosts/alpha.yaml': override('b: 1, c: 1, d: 1'),
        'desired-state/variables/groups/first.yaml': override('c: 2, d: 2'),
        'desired-state/variables/groups/last.yaml': override('c: 3'),
        'desired-state/variables/instances/ONE01.yaml': override('d: 4'),
      },
      { [configOf('ONE01', 'Chairs')]: '', [configOf('TWO02', 'Chairs')]: '' },
    );
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0, err: '' });
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('a: 0\nb: 1\nc: 3\nd: 4\n');
    expect(scenario.readLive(configOf('TWO02', 'Chairs'))).toBe('a: 0\nb: 1\nc: 1\nd: 1\n');
    expect(scenario.run(['explain', 'ONE01', 'Chairs', 'c']).out).toMatch(/groups\/last\.yaml/);
  });
});
