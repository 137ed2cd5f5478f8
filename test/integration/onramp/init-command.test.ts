import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { init as initSchema } from '../../../src/core/report/init-report.ts';
import { createCliRig, type RunOptions } from '../../support/cli-rig.ts';

type Tree = Readonly<Record<string, string>>;

/** A machine with these instances, and an empty folder beside them. */
function createMachine(live: Tree = {}) {
  const rig = createCliRig({ 'desired-state/fleet.yaml': '' }, live);
  onTestFinished(rig.dispose);
  const dir = join(rig.dir, 'network');
  const run = (words: readonly string[], options: RunOptions = {}) =>
    rig.run(['init', dir, ...words], { bare: true, environment: { HOME: rig.dir }, ...options });
  const read = (path: string) => readFileSync(join(dir, path), 'utf8');
  const validate = async () =>
    JSON.parse((await rig.run(['validate', '--repo', dir, '--json'], { bare: true })).out);
  return { ...rig, dir, run, read, fleet: () => parse(read('desired-state/fleet.yaml')), validate };
}

const PAPER = 'Minecraft.ServerType=Paper\n';
const VELOCITY = 'Minecraft.ServerType=Velocity\n';
const SERVERS: Tree = {
  'ADS01/ADSModule.kvp': '',
  'DEV01/MinecraftModule.kvp': PAPER,
  'DEV01/Minecraft/plugins/Essentials/config.yml': 'teleport-delay: 0\n',
  'LOB01/MinecraftModule.kvp': PAPER,
  'LOB01/Minecraft/server.properties': 'motd=A\n',
  'VEL01/MinecraftModule.kvp': VELOCITY,
  'VEL01/Minecraft/velocity.toml': 'motd = "A"\n',
  'WHO01/MinecraftModule.kvp': '',
  'WHO01/Minecraft/readme.txt': '',
};

describe('homeamp init', () => {
  it('writes from options alone what validates without a warning', async () => {
    const machine = createMachine();
    const { code, out, err } = await machine.run([
      ...['--host', 'frost=192.0.2.10', '--host', 'ember'],
      ...[
        '--instance',
        'DEV01:paper:dev',
        '--instance',
        'ember/SMP01:paper::survival,eu',
        '--instance',
        'ADS01:ads',
      ],
      ...['--approver', 'alice', '--approver', '@team/admins'],
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Valid: 0 errors, 0 warnings.');
    expect(machine.fleet()).toMatchObject({
      hosts: { frost: { address: '192.0.2.10' }, ember: {} },
      groups: ['survival', 'eu'],
      stages: ['dev', 'production'],
      instances: {
        DEV01: { host: 'frost', platform: 'paper', stage: 'dev' },
        SMP01: { host: 'ember', platform: 'paper', stage: 'production', groups: ['survival', 'eu'] },
        ADS01: { host: 'frost', platform: 'ads', managed: false },
      },
      policy: { approval: { required: 1, by: ['alice', '@team/admins'] } },
    });
    expect(machine.read('.github/CODEOWNERS')).toContain('/.github/                  @alice @team/admins\n');
    expect(machine.read('branch-protection.md')).toContain('- `homeamp/ember`, in the same way.\n');
    expect(machine.read('README.md')).toContain('$ homeamp explain SMP01 Essentials teleport-delay');
    expect(await machine.validate()).toMatchObject({ valid: true, errors: 0, warnings: 0 });
  });

  it('takes the servers that lie in the instances folder, and the sample that one of them has', async () => {
    const machine = createMachine(SERVERS);
    const { code, out } = await machine.run(['--host', 'frost', '--amp-root', machine.ampRoot, '--json']);
    expect(code).toBe(0);
    const report = initSchema.parse(JSON.parse(out));
    expect(
      report.instances.map(({ id, platform, managed, stage }) => [id, platform, managed, stage]),
    ).toEqual([
      ['frost/ADS01', 'ads', false, null],
      ['frost/DEV01', 'paper', true, 'dev'],
      ['frost/LOB01', 'paper', true, 'production'],
      ['frost/VEL01', 'velocity', true, 'production'],
      ['frost/WHO01', 'other', false, null],
    ]);
    expect(report.sample).toEqual({ plugin: 'Essentials', instances: ['frost/DEV01'] });
    expect(report.notes).toEqual([
      expect.stringContaining("WHO01: it can't be told what runs there"),
      expect.stringContaining('the sample is on frost/DEV01 alone'),
    ]);
    expect(machine.read('desired-state/deployment-matrix.csv')).toBe(
      'plugin,DEV01,LOB01,VEL01\nEssentials,x,,\n',
    );
  });

  it('never waits where nobody can be asked, and says that the servers are examples', async () => {
    const machine = createMachine();
    const { code, out } = await machine.run([]);
    expect(code).toBe(0);
    expect(Object.keys(machine.fleet().instances)).toEqual(['DEV01', 'SMP01']);
    expect(machine.fleet().policy.approval).toEqual({ required: 1 });
    expect(out).toContain('are examples: put yours there');
    expect(machine.read('.github/CODEOWNERS')).not.toMatch(/^[*/]/m);
  });

  it('asks a person for the rest, and asks again where an answer can not be taken', async () => {
    const machine = createMachine(SERVERS);
    const asked: string[] = [];
    const hosts = ['not a name', 'frost=192.0.2.10'];
    const { code, out } = await machine.run(['--amp-root', machine.ampRoot], {
      columns: 80,
      typed: (question) => {
        asked.push(question);
        if (question.startsWith('Name of this machine')) return hosts.shift() ?? '';
        if (question.startsWith('Servers to try')) return 'LOB01';
        return question.startsWith('Who approves') ? 'none' : '';
      },
    });
    expect(code).toBe(0);
    expect(asked.length).toBeLessThanOrEqual(7);
    expect(out).toContain('"not a name" can\'t be used: a name is');
    expect(machine.fleet()).toMatchObject({
      instances: { LOB01: { stage: 'dev' }, DEV01: { stage: 'production' } },
      policy: { approval: { required: 0 } },
    });
  });

  it('asks for servers by name where none are found', async () => {
    const machine = createMachine();
    const { code } = await machine.run([], {
      columns: 80,
      typed: (question) => (question.startsWith('Your servers') ? 'LOB01:velocity, DEV9:velocity' : ''),
    });
    expect(code).toBe(0);
    expect(machine.fleet().instances).toMatchObject({
      LOB01: { platform: 'velocity' },
      DEV9: { stage: 'dev' },
    });
    expect(machine.read('desired-state/variables/instances/DEV9.yaml')).toContain('SHOWN_PLAYERS: 10');
  });

  it('tells every wrong answer of the command line at once, and writes nothing', async () => {
    const machine = createMachine();
    const words = ['--host', 'fr ost', '--instance', 'A:pipper', '--approver', 'a b', '--stage', '-x'];
    const { code, err } = await machine.run(words);
    expect(code).toBe(2);
    for (const part of ['"fr ost"', '"pipper"', '"a b"', '"-x"']) expect(err).toContain(part);
    expect(existsSync(machine.dir)).toBe(false);
  });

  it.each([
    [['--instance', 'A:paper', '--instance', 'A:paper'], 'the server frost/A is named twice'],
    [['--instance', 'ember/A:paper'], 'the server ember/A is on a host that is not named'],
    [['--instance', 'A:paper:beta'], 'the server frost/A is on the stage beta'],
    [['--plugin', 'CMI'], 'there is no sample for the plugin CMI'],
    [['--plugin', 'velocity'], 'velocity is on none of the servers'],
  ])('refuses answers that contradict each other: %j', async (words, message) => {
    const machine = createMachine();
    const { code, err } = await machine.run(['--host', 'frost', ...words]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('leaves a folder with a desired-state/ alone, and with --force replaces that part only', async () => {
    const machine = createMachine();
    for (const [path, text] of [
      ['README.md', 'mine'],
      ['desired-state/old.yaml', 'old'],
      ['notes/a.txt', 'a'],
    ] as const) {
      mkdirSync(dirname(join(machine.dir, path)), { recursive: true });
      writeFileSync(join(machine.dir, path), text);
    }
    const refused = await machine.run(['--host', 'frost']);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining('holds a desired-state/ already'),
    ]);
    const forced = await machine.run(['--host', 'frost', '--force']);
    expect(forced.code).toBe(0);
    expect(forced.out).toContain('Kept as it was: README.md.');
    expect([machine.read('README.md'), machine.read('notes/a.txt')]).toEqual(['mine', 'a']);
    expect(existsSync(join(machine.dir, 'desired-state/old.yaml'))).toBe(false);
    expect(readdirSync(machine.dir).filter((name) => name.startsWith('.homeamp'))).toEqual([]);
  });

  it('leaves out the workflow where nobody wants it, and what speaks of it', async () => {
    const machine = createMachine();
    await machine.run(['--no-workflow']);
    expect(existsSync(join(machine.dir, '.github/workflows'))).toBe(false);
    expect(machine.read('branch-protection.md')).not.toContain('- `validate`');
  });
});
