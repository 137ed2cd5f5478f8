import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createScenario, type Files, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const REPOSITORY: Files = {
  ...fleet(['ONE01']),
  ...matrix(['Chairs'], ['ONE01']),
  ...baseline('Chairs', 'range: 4\n'),
};
const CHAIRS = configOf('ONE01', 'Chairs');
const FLEET = 'desired-state/fleet.yaml';
const MATRIX = 'desired-state/deployment-matrix.csv';
const BASELINE = 'desired-state/baselines/Chairs.md';

const binary = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + 13) % 256);
const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 12 },
  (_, level) =>
    `a${level}: &a${level} [${Array(9)
      .fill(`*a${level === 0 ? '' : level - 1}`)
      .join(', ')}]\n`,
).join('')}`;
const block = (body: string) => Object.values(baseline('Chairs', body))[0] as string;
const front = (lines: string) =>
  `---\nplugin: Chairs\nplatforms: [paper]\n${lines}---\n# Chairs\n\n\`\`\`yaml config.yml\nrange: 4\n\`\`\`\n`;

function expectMistake(scenario: Scenario, says: RegExp): void {
  const before = scenario.snapshot();
  for (const words of [
    ['apply', '--yes', '--ignore-budget'],
    ['validate', '--revision', 'HEAD'],
  ]) {
    const { code, out, err } = scenario.run(words);
    expect(code, out + err).toBe(2);
    expect(out + err).toMatch(says);
    expect(out + err).not.toMatch(/\n {4}at /);
  }
  expect(scenario.snapshot()).toEqual(before);
}

describe('a committed file that is broken', () => {
  const CASES: readonly (readonly [string, Files, RegExp])[] = [
    ['a fleet of binary', { [FLEET]: binary }, /fleet\.yaml/],
    ['a fleet in another encoding', { [FLEET]: Buffer.from('hosts: {}\n', 'utf16le') }, /fleet\.yaml/],
    [
      'a fleet with an invalid UTF-8 sequence',
      { [FLEET]: Buffer.from('686f7374733a207b20ff207d0a', 'hex') },
      /fleet\.yaml.*\n?.*UTF-8/,
    ],
    ['a fleet with a NUL', { [FLEET]: 'hosts: { alpha: {} }\0\n' }, /fleet\.yaml/],
    ['a fleet nested without end', { [FLEET]: `hosts: ${'['.repeat(50_000)}` }, /fleet\.yaml:1/],
    ['a fleet of aliases upon aliases', { [FLEET]: bomb }, /fleet\.yaml/],
    ['a fleet that is a list', { [FLEET]: '- hosts\n' }, /fleet\.yaml/],
    ['a fleet of six megabytes', { [FLEET]: `# ${'x'.repeat(6 * 1024 * 1024)}\n` }, /fleet\.yaml.*5 MiB/],
    [
      'a fleet with names of object internals',
      {
        [FLEET]:
          'hosts: { __proto__: {}, constructor: {} }\ninstances: { __proto__: { host: constructor, platform: paper } }\n',
      },
      /fleet\.yaml/,
    ],
    ['a matrix of binary', { [MATRIX]: binary }, /deployment-matrix\.csv/],
    ['a matrix with an open quote', { [MATRIX]: 'plugin,ONE01\n"Chairs,x\n' }, /deployment-matrix\.csv:2/],
    [
      'a matrix with a row that is too long',
      { [MATRIX]: 'plugin,ONE01\nChairs,x,x,x\n' },
      /deployment-matrix\.csv:2/,
    ],
    ['a baseline of binary', { [BASELINE]: binary }, /Chairs\.md/],
    ['a baseline cut off in its front matter', { [BASELINE]: '---\nplugin: Cha' }, /Chairs\.md/],
    [
      'a baseline cut off in its block',
      { [BASELINE]: '---\nplugin: Chairs\nplatforms: [paper]\n---\n```yaml config.yml\nrange: 4\n' },
      /Chairs\.md:5/,
    ],
    ['a block that can not be read', { [BASELINE]: block('range: [1,\n') }, /Chairs\.md:(?:8|9|10)/],
    ['a block of aliases upon aliases', { [BASELINE]: block(bomb) }, /Chairs\.md/],
    ['a block nested without end', { [BASELINE]: block(`range: ${'['.repeat(50_000)}\n`) }, /Chairs\.md:8/],
    [
      'a block for a path that leaves its folder',
      baseline('Chairs', 'range: 4\n', { info: 'yaml ../../../../outside.yml' }),
      /Chairs\.md/,
    ],
    [
      'a block for an absolute path',
      baseline('Chairs', 'range: 4\n', { info: 'yaml /etc/outside.yml' }),
      /Chairs\.md/,
    ],
    [
      'a folder that leaves the instance',
      { [BASELINE]: front('folder: plugins/../../..\n') },
      /Chairs\.md:4/,
    ],
    ['an absolute folder', { [BASELINE]: front('folder: /etc\n') }, /Chairs\.md:4/],
    [
      'a template that leaves its folder',
      { [BASELINE]: front('files: { motd.txt: { template: ../../secret.txt } }\n') },
      /Chairs\.md:4/,
    ],
    ['a workbook of binary', { 'desired-state/variables/book.xlsx': binary }, /book\.xlsx/],
    [
      'a workbook that is cut off',
      { 'desired-state/variables/book.xlsx': Buffer.from('504b0304140000000800', 'hex') },
      /book\.xlsx/,
    ],
    [
      'variables with a cycle',
      {
        'desired-state/variables/fleet.yaml': 'variables: { A: "{{B}}", B: "{{A}}" }\n',
        ...baseline('Chairs', 'range: "{{A}}"\n'),
      },
      /fleet\.yaml:1/,
    ],
    ['an undeclared variable', baseline('Chairs', 'range: "{{UNDECLARED}}"\n'), /Chairs\.md:8/],
  ];

  it.each(CASES)('%s is a mistake with its place, and nothing is written', (_, files, says) => {
    const scenario = createScenario(REPOSITORY, { [CHAIRS]: 'range: 9\n' });
    scenario.commit(files);
    expectMistake(scenario, says);
  });
});

describe('a committed entry that is no file', () => {
  it('such as a link out of the repository is refused by name', () => {
    const scenario = createScenario(REPOSITORY, { [CHAIRS]: 'range: 9\n' });
    writeFileSync(join(scenario.dir, 'outside.md'), block('range: 6\n'));
    rmSync(join(scenario.repo, BASELINE));
    symlinkSync(join(scenario.dir, 'outside.md'), join(scenario.repo, BASELINE));
    scenario.commit({});
    expectMistake(scenario, /Chairs\.md/);
  });

  it('such as a submodule is refused by name', () => {
    const scenario = createScenario(REPOSITORY, { [CHAIRS]: 'range: 9\n' });
    const commit = scenario.git('rev-parse', 'HEAD').trim();
    scenario.git('update-index', '--add', '--cacheinfo', `160000,${commit},desired-state/baselines/Module`);
    scenario.git('commit', '--quiet', '--message', 'A submodule');
    expectMistake(scenario, /baselines\/Module/);
  });
});

describe('a place that is not there', () => {
  it('is named, with exit code 2, and nothing is written', () => {
    const scenario = createScenario(REPOSITORY, { [CHAIRS]: 'range: 9\n' });
    const at = (name: string) => join(scenario.dir, name);
    for (const name of ['empty-folder', 'empty-repository', 'no-desired-state']) mkdirSync(at(name));
    execFileSync('git', ['init', '--quiet', at('empty-repository')]);
    writeFileSync(at('no-desired-state/README.md'), 'nothing');
    writeFileSync(at('file'), 'nothing');
    const repositories = ['nowhere', 'file', 'empty-folder', 'empty-repository', 'no-desired-state'];
    const runs = [
      ...repositories.map((name) => [name, ['apply', '--yes'], { '--repo': at(name) }] as const),
      ['nowhere', ['apply', '--yes'], { '--amp-root': at('nowhere') }] as const,
      ['file', ['apply', '--yes'], { '--amp-root': at('file') }] as const,
      ['no-such-branch', ['apply', '--yes', '--revision', 'no-such-branch'], {}] as const,
      ['--upload-pack', ['apply', '--yes', '--revision=--upload-pack=touch x'], {}] as const,
      ['file', ['apply', '--yes'], { '--state': at('file') }] as const,
    ];
    for (const [name, words, places] of runs) {
      const { code, out, err } = scenario.run(words, { places });
      const about = `${name} ${JSON.stringify(places)}\n${out}${err}`;
      expect(code, about).toBe(2);
      expect(err, about).toContain(name);
    }
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
  });

  it('is a passing failure when it is an address that does not answer', () => {
    const scenario = createScenario(REPOSITORY, { [CHAIRS]: 'range: 9\n' });
    const { code, err } = scenario.run(['plan'], {
      places: { '--repo': 'http://user:canary-77@127.0.0.1:9/x.git' },
    });
    expect(code, err).toBe(3);
    expect(err).not.toContain('canary-77');
  });
});

describe('a damaged state', () => {
  const DAMAGES: readonly (readonly [string, (file: string) => void])[] = [
    ['cut off', (file) => execFileSync('truncate', ['--size=3000', file])],
    ['overwritten', (file) => writeFileSync(file, 'x'.repeat(40_000))],
  ];

  it.each(DAMAGES)('%s is told and never guessed at', (_, damage) => {
    const scenario = createScenario(REPOSITORY, { [CHAIRS]: 'range: 9\n' });
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
    scenario.writeLive({ [CHAIRS]: 'range: 7\n' });
    damage(join(scenario.state, 'state.mdb'));
    for (const words of [['plan'], ['apply', '--yes'], ['history']]) {
      const { code, out, err } = scenario.run(words);
      expect(code, out + err).toBe(6);
      expect(err).toContain('state.mdb');
    }
    expect(scenario.readLive(CHAIRS)).toBe('range: 7\n');
  });
});
