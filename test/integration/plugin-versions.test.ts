import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { type CliRig, createCliRig, type RunResult } from '../support/cli-rig.ts';
import { jarBytes } from '../support/zip-bytes.ts';

const BASELINE = `---
plugin: Chairs
platforms: [paper]
files:
  config.yml: { reload: chairs reload }
---
# Chairs

Why these values.

\`\`\`yaml config.yml
# How far.
range: 4
effects: { sit: true }
old-option: 1
web-token: "{{secret:TOKEN}}"
own-entry: x
\`\`\`
`;

const OVERRIDES = `# What is different on DEV01.
overrides:
  Chairs:
    config.yml:
      effects: { sit: false }
reasons: { Chairs: it is tried }
`;

const REPOSITORY = {
  'desired-state/fleet.yaml': 'hosts: { alpha: {} }\ninstances:\n  DEV01: { host: alpha, platform: paper }\n',
  'desired-state/deployment-matrix.csv': 'plugin,DEV01\nChairs,x\n',
  'desired-state/plugins.yaml': '# Jars.\nplugins:\n  Chairs: { source: manual, version: "2.0" }\n',
  'desired-state/baselines/Chairs.md': BASELINE,
  'desired-state/variables/instances/DEV01.yaml': OVERRIDES,
};
const OLD = 'range: 3\neffects:\n  sit: true\nold-option: 1\nweb-token: ""\nlimit: 5\nunused: 1\n';
const NEW = 'max-range: 3\neffects:\n  sitting: true\nweb-token: ""\nlimit: 6\nfresh: hello\n';
const LIVE = { 'DEV01/Minecraft/plugins/Chairs/config.yml': NEW };
const CHAIRS = 'desired-state/baselines/Chairs.md';
const DEV01 = 'desired-state/variables/instances/DEV01.yaml';
const REGISTRY = 'desired-state/plugins.yaml';

let rig: CliRig;
beforeEach(() => {
  rig = createCliRig(REPOSITORY, LIVE);
  writeFileSync(join(rig.dir, 'old.yml'), OLD);
  writeFileSync(join(rig.dir, 'new.jar'), jarBytes({ 'plugin.yml': 'name: Chairs\n', 'config.yml': NEW }));
});
afterEach(() => rig.dispose());

const read = (path: string) => readFileSync(join(rig.repo, path), 'utf8');
const merge = (...words: readonly string[]) =>
  rig.run([
    'plugins',
    'merge',
    'Chairs',
    '--old',
    join(rig.dir, 'old.yml'),
    '--new',
    join(rig.dir, 'new.jar'),
    ...words,
  ]);

function outputOf({ out }: RunResult) {
  const report = outputSchemas.plugins.parse(JSON.parse(out));
  if (!('action' in report)) throw new Error('this is a survey');
  return report;
}

describe('plugins merge', () => {
  it('shows what is gone, new and different beside ours, and changes nothing', async () => {
    const { code, out } = await merge();
    expect(code).toBe(1);
    expect(out).toMatch(/range +4 +max-range/);
    expect(out).toMatch(/effects\.sit +true +effects\.sitting/);
    expect(out).toMatch(/fresh +"hello"/);
    expect(out).toMatch(/limit +5 +6/);
    expect(out).toContain('Owned, and in neither default: 1\n  own-entry');
    expect(out).toContain('3 owned keys are gone in the new version');
    expect(read(CHAIRS)).toBe(BASELINE);
  });

  it('carries out what was decided, in the baseline, the overrides and the registry', async () => {
    const choices = [
      '--rename',
      'range=max-range',
      '--rename',
      'effects.sit=effects.sitting',
      '--drop',
      'old-*',
      '--own',
      'fresh',
    ];
    const result = await merge(...choices, '--record', '--to', '2.1', '--yes', '--json');
    expect(result.code).toBe(0);
    expect(outputOf(result)).toMatchObject({
      action: 'merge',
      written: true,
      open: [],
      files: [CHAIRS, REGISTRY, DEV01],
    });
    expect(read(CHAIRS)).toBe(
      BASELINE.replace(
        '# How far.\nrange: 4\neffects: { sit: true }\nold-option: 1\n',
        '# How far.\nmax-range: 4\neffects: { sitting: true }\n',
      ).replace('own-entry: x\n', 'own-entry: x\nfresh: hello\n'),
    );
    expect(read(DEV01)).toBe(OVERRIDES.replace('sit: false', 'sitting: false'));
    expect(read(REGISTRY)).toContain("to: '2.1'");
    expect((await rig.run(['validate', '--repo', rig.repo])).out).toContain('Valid: 0 errors, 0 warnings.');
  });

  it('refuses choices that fit nothing, and places that can’t be read', async () => {
    for (const words of [
      ['--rename', 'nope=max-range'],
      ['--rename', 'range=nope'],
      ['--drop', 'limit'],
      ['--own', 'range'],
    ]) {
      expect((await merge(...words)).code).toBe(2);
    }
    const missing = await rig.run([
      'plugins',
      'merge',
      'Chairs',
      '--old',
      join(rig.dir, 'none'),
      '--new',
      join(rig.dir, 'new.jar'),
    ]);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('it is not there')]);
    writeFileSync(join(rig.dir, 'bad.jar'), 'no zip');
    const bad = await rig.run([
      'plugins',
      'merge',
      'Chairs',
      '--old',
      rig.dir,
      '--new',
      join(rig.dir, 'bad.jar'),
    ]);
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('no sound zip file')]);
  });
});

describe('plugins migrate', () => {
  const MIGRATED = `# Jars.
plugins:
  Chairs:
    version: "2.1"
    migrations:
      - to: "2.1"
        rename: { range: max-range }
        move: { effects: "effects.yml:all" }
        split: { old-option: [one, two] }
        drop: [own-entry]
      - { to: "3.0", drop: [max-range] }
`;

  it('gives keys the names of the pinned version in every layer, where validate has warned of the old ones', async () => {
    rig.commit({ [REGISTRY]: MIGRATED });
    const before = await rig.run(['validate', '--repo', rig.repo]);
    expect(before.out).toContain('5 warnings');
    const dry = outputOf(await rig.run(['plugins', 'migrate', 'Chairs', '--dry-run', '--json']));
    expect(dry).toMatchObject({ action: 'migrate', version: '2.1', written: false, files: [CHAIRS, DEV01] });
    const { code, out } = await rig.run(['plugins', 'migrate', 'Chairs'], { answer: () => true });
    expect(code).toBe(0);
    expect(out).toMatch(/Chairs\.md:13 +baseline +range +max-range +4/);
    expect(out).toMatch(/DEV01\.yaml:5 +instance:alpha\/DEV01 +effects\.sit +effects\.yml:all\.sit +false/);
    expect(read(CHAIRS)).toContain('one: 1\ntwo: 1\n```\n\n```yaml effects.yml\nall:\n  sit: true\n```\n');
    expect(read(CHAIRS)).toContain('# How far.\nmax-range: 4\n');
    expect(read(DEV01)).toContain('    effects.yml:\n      all:\n        sit: false\n');
    expect((await rig.run(['validate', '--repo', rig.repo])).out).toContain('0 errors, 0 warnings');
    expect((await rig.run(['plugins', 'migrate', 'Chairs'])).out).toContain('no key to migrate');
  });

  it('writes nothing when somebody says no, and nothing half where two names contradict', async () => {
    rig.commit({ [REGISTRY]: MIGRATED });
    expect((await rig.run(['plugins', 'migrate', 'Chairs'], { answer: () => false })).code).toBe(1);
    expect((await rig.run(['plugins', 'migrate', 'Chairs'])).code).toBe(2);
    rig.commit({ [CHAIRS]: BASELINE.replace('range: 4', 'range: 4\nmax-range: 5') });
    const { code, err } = await rig.run(['plugins', 'migrate', 'Chairs', '--yes']);
    expect([code, err]).toEqual([2, expect.stringContaining('migration-conflict')]);
    expect(read(CHAIRS)).toContain('range: 4\nmax-range: 5');
  });
});

describe('plugins keys', () => {
  it('shows owned keys that a server’s file no longer has, and new ones that nobody owns', async () => {
    mkdirSync(join(rig.ampRoot, 'DEV01/Minecraft/plugins'), { recursive: true });
    const words = ['plugins', 'keys', 'Chairs', '--instance', 'DEV01', '--against', join(rig.dir, 'old.yml')];
    const result = await rig.run([...words, '--json'], { environment: { HOMEAMP_SECRET_TOKEN: 'x' } });
    expect(result.code).toBe(1);
    const report = outputOf(result);
    expect(report.action === 'keys' && report.instances[0]?.files[0]).toMatchObject({
      file: 'config.yml',
      unowned: 4,
      vanished: [
        { key: 'range', ours: { kind: 'shown', text: '4' } },
        { key: 'effects.sit', probably: ['effects.sitting'] },
        { key: 'old-option' },
        { key: 'own-entry' },
      ],
      fresh: [{ key: 'max-range' }, { key: 'effects.sitting' }, { key: 'fresh' }],
    });
    expect((await rig.run(words)).out).toMatch(/fresh +"hello"/);
  });
});
