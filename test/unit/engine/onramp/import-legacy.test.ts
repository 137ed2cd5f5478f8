import { describe, expect, it } from 'vitest';
import { instanceIdOf } from '../../../../src/core/model/instance.ts';
import { indexLive } from '../../../../src/core/onramp/legacy/live-index.ts';
import type { SeenFile, SeenKey } from '../../../../src/core/onramp/seen-fleet.ts';
import { countOf, expectBalance, FOUR, HEADER, importSample, same, subjectsOf } from './legacy-imports.ts';

describe('an import of the old files', () => {
  it('writes baselines, a matrix and one override a row', async () => {
    const imported = await importSample({
      listed: { CMI: ['`inv.size` = 10', '`name` = "none"'] },
      rows: [
        ['CMI', 'Spawn.Use', 'SMP01', 'True', 'bool'],
        ['CMI', 'Spawn.Use', 'DEV01', 'False', 'bool'],
      ],
      matrix: `${HEADER},server_SMP01,server_DEV01,server_VEL01\nCMI,bukkit/paper,False,manual,False,False,False\n`,
    });
    expectBalance(imported);
    const { files } = imported;
    expect(files.get('desired-state/deployment-matrix.csv')).toBe('plugin,SMP01,DEV01\nCMI,x,x\n');
    expect(files.get('desired-state/baselines/CMI.md')).toContain(
      "```yaml config.yml\ninv:\n  size: 10\nname: 'none'\n```".replace("'none'", 'none'),
    );
    expect(files.get('desired-state/variables/instances/DEV01.yaml')).toContain('Use: false');
    const fleet = files.get('desired-state/fleet.yaml');
    expect(fleet).toContain('DEV01: { host: host-1, platform: paper, stage: dev }');
    expect(fleet).toContain('VEL01: { host: host-1, platform: velocity, managed: false }');
    expect(countOf(imported, 'value-not-placed')).toBe(2);
    expect(subjectsOf(imported, 'server-only-in-matrix')).toEqual(['VEL01']);
  });

  it('gives the same bytes each time', async () => {
    const sample = { listed: { B: ['`a` = 1'], A: ['`b` = [1]'] }, rows: same('A', 'c', 'x', 'str', FOUR) };
    const [first, second] = [await importSample(sample), await importSample(sample)];
    expect([...second.files]).toEqual([...first.files]);
    expect(second.findings).toEqual(first.findings);
  });

  it('describes a file that only the workbook knows by one key that is overridden everywhere', async () => {
    const rows = [...same('CMI', 'a', 'x', 'str', FOUR.slice(0, 2)), ...same('CMI', 'b', '1', 'int', FOUR)];
    const imported = await importSample({ rows });
    expectBalance(imported);
    expect(subjectsOf(imported, 'first-key')).toEqual(['CMI config.yml']);
    expect(imported.files.get('desired-state/baselines/CMI.md')).toContain('\nb: 1\n');
    const lost = await importSample({
      rows: [
        ['CMI', 'a', 'SMP01', 'x', 'str'],
        ['CMI', 'b', 'SMP02', 'x', 'str'],
      ],
    });
    expectBalance(lost);
    expect(countOf(lost, 'no-anchor')).toBe(2);
  });

  it('joins names by aliases, and plugins by what differs in case and punctuation alone', async () => {
    const imported = await importSample(
      {
        listed: { Plan: ['`a` = 1'], LuckPerms: ['`a` = 1'] },
        rows: [['Plan', 'b', 'TOW01', 'x', 'str']],
        matrix: `${HEADER},server_TOWER01\nPLAN,bukkit/paper,,,True\nLuckPerms-Bukkit,bukkit/paper,,,True\n`,
      },
      {
        aliases: new Map([
          ['TOWER01', 'TOW01'],
          ['LuckPerms-Bukkit', 'LuckPerms'],
          ['Nobody', 'X'],
        ]),
      },
    );
    expectBalance(imported);
    expect(imported.files.get('desired-state/deployment-matrix.csv')).toBe(
      'plugin,TOW01\nPlan,x\nLuckPerms,x\n',
    );
    expect(imported.files.get('desired-state/fleet.yaml')).toContain('aliases: [TOWER01]');
    expect(subjectsOf(imported, 'name-differs')).toEqual(['Plan']);
    expect(subjectsOf(imported, 'unused-flag')).toEqual(['Nobody']);
    expect(countOf(imported, 'server-only-in-workbook')).toBe(0);
  });

  it('puts servers on the hosts that are given, by old names too, and all others on one', async () => {
    const imported = await importSample(
      { rows: same('P', 'a', 'x', 'str', ['SMP01', 'TOW01', 'HUB01']) },
      {
        aliases: new Map([['TOWER01', 'TOW01']]),
        hosts: new Map([
          ['TOWER01', 'frost'],
          ['*', 'ember'],
          ['NOBODY', 'frost'],
        ]),
      },
    );
    const hosts = imported.draft.instances.map(({ name, host }) => [name, host]);
    expect(hosts).toEqual([
      ['SMP01', 'ember'],
      ['TOW01', 'frost'],
      ['HUB01', 'ember'],
    ]);
    expect(subjectsOf(imported, 'unused-flag')).toEqual(['TOWER01', 'NOBODY']);
    expect(countOf(imported, 'host-guessed')).toBe(0);
  });

  it('proposes an alias where the values speak of the other name', async () => {
    const { findings } = await importSample({
      rows: [['CoreProtect', 'table-prefix', 'BIG01', 'co_BIGG01_', 'str']],
      matrix: `${HEADER},server_BIGG01\n`,
    });
    const found = findings.find(({ kind }) => kind === 'server-only-in-workbook');
    expect(found?.advice).toContain('--alias BIGG01=BIG01');
  });

  it('lifts secrets out of baselines and values, one name for one text', async () => {
    const imported = await importSample({
      listed: { Plan: ['`Database.Password` = "s3cret-9"', '`url` = "jdbc:mysql://u:other-7@192.0.2.1/db"'] },
      rows: same('Plan', 'mysql.password', 's3cret-9', 'str', FOUR),
    });
    expectBalance(imported);
    const texts = [...imported.files.values()].join('\n');
    expect(texts).not.toMatch(/s3cret-9|other-7/);
    expect(JSON.stringify(imported.findings)).not.toMatch(/s3cret-9|other-7/);
    expect(texts.match(/\{\{secret:[A-Z_]+\}\}/g)).toHaveLength(6);
    expect([...imported.secrets.values()].map((secret) => secret.reveal()).sort()).toEqual([
      'other-7',
      's3cret-9',
    ]);
  });

  it('takes what looks like a variable for the text that it is', async () => {
    const imported = await importSample({ listed: { CMI: ['`a` = "{{SERVER_PORT}} {{player}}"'] } });
    expectBalance(imported);
    expect(imported.files.get('desired-state/baselines/CMI.md')).toContain('\\{{SERVER_PORT}} {{player}}');
    expect(countOf(imported, 'literal-braces')).toBe(1);
  });

  it('leaves out and tells what no repository can hold', async () => {
    const imported = await importSample({
      listed: {
        CMI: ['`a` = 1', '`a.b` = 2', '`c` = 1', '`c` = 2', '`d` = "\u{10FFF0}"', '`e` = [1', '`f` = 1'],
      },
      fenced: {
        'bad/name': ['config.a: 1'],
        Duels: ["users/0f8fad5b-d9cb-469f-a165-70867728950e: {'wins': 3}"],
      },
    });
    expectBalance(imported);
    expect(imported.account.keys).toEqual({ read: 9, written: 3, leftOut: 6 });
    for (const kind of [
      'leaf-and-parent',
      'duplicate-key',
      'reserved-character',
      'unread-key',
      'unusable-name',
      'player-data',
    ] as const)
      expect({ kind, count: countOf(imported, kind) }).toEqual({ kind, count: 1 });
  });

  it('tells servers whose names no folder should have', async () => {
    const matrix = `${HEADER},server_bad name,server_SMP01\nCMI,,,,True,True\n`;
    const imported = await importSample({ matrix, rows: [['CMI', 'a', '../x', '1', 'int']] });
    expectBalance(imported);
    expect(subjectsOf(imported, 'unusable-name')).toEqual(['../x CMI', 'bad name']);
    expect(imported.files.get('desired-state/deployment-matrix.csv')).toBe('plugin,SMP01\nCMI,x\n');
  });

  it('leaves out rows whose shape does not fit the baseline, as validate would refuse them', async () => {
    const imported = await importSample({
      listed: { CMI: ['`web.port` = 1', '`z` = 1'] },
      rows: [['CMI', 'web', 'SMP01', 'x', 'str']],
    });
    expectBalance(imported);
    expect(countOf(imported, 'refused-value')).toBe(1);
  });
});

describe('where the keys go', () => {
  const listed = { CMI: ['`messages.a` = 1', '`b` = 1'] };

  it('is config.yml, and said to be a guess', async () => {
    const imported = await importSample({ listed });
    expect(countOf(imported, 'file-guessed')).toBe(2);
  });

  it('is as a rule says', async () => {
    const files = [{ plugin: 'CMI', glob: 'messages.*', file: 'lang/messages.toml' }];
    const imported = await importSample({ listed }, { files });
    expect(imported.files.get('desired-state/baselines/CMI.md')).toContain('```toml lang/messages.toml');
    expect(countOf(imported, 'file-guessed')).toBe(1);
  });

  it('is the live file that has the key, and a text that lost its quotes takes the live type', async () => {
    const key = (id: string, value: SeenKey['value']): SeenKey => ({ id, path: id.split('.'), value });
    const file = (plugin: string, path: string, keys: readonly SeenKey[]): SeenFile => ({
      ...{
        plugin,
        folder: `plugins/${plugin}`,
        path,
        format: path.endsWith('conf') ? 'hocon' : 'yaml',
        keys,
      },
    });
    const id = instanceIdOf('live', 'SMP01');
    const seen = [
      file('cmi', 'messages.yml', [key('messages.a', 1n)]),
      file('Velo', 'main.conf', [key('on', true), key('port', '80')]),
    ];
    const live = indexLive({
      hosts: ['live'],
      instances: [
        { id, host: 'live', name: 'SMP01', platform: 'paper', managed: true, plugins: [], files: seen },
      ],
    });
    const imported = await importSample(
      { listed, fenced: { Velo: ['main.on: true', 'main.port: 80'] } },
      { live },
    );
    expectBalance(imported);
    expect(imported.files.get('desired-state/baselines/CMI.md')).toContain(
      '```yaml messages.yml\nmessages:\n  a: 1',
    );
    expect(imported.files.get('desired-state/baselines/Velo.md')).toContain(
      '```hocon main.conf\non = true\nport = "80"',
    );
    expect(countOf(imported, 'not-in-live')).toBe(1);
  });

  it('is a .conf where the values kept the quotes of their file', async () => {
    const imported = await importSample({
      fenced: { vserverinfo: ["config: {'format': '\"<gray>hi\"', 'hover': '[', 'wait': '2'}"] },
    });
    expectBalance(imported);
    const text = imported.files.get('desired-state/baselines/vserverinfo.md');
    expect(text).toContain('platforms: [velocity]');
    expect(text).toContain('```hocon config.conf\nformat = "<gray>hi"\nwait = 2\n```');
    expect(countOf(imported, 'misread-value')).toBe(1);
  });
});
