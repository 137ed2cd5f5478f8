import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, expectBalance, FOUR, HEADER, importSample, same, subjectsOf } from './legacy-imports.ts';

describe('what is odd about the values', () => {
  it('a type that differs from the others is left out', async () => {
    const rows = [...same('QS', 'fee', '250', 'int', FOUR), ['QS', 'fee', 'CLIP01', '250quests_', 'str']];
    const imported = await importSample({ rows });
    expectBalance(imported);
    expect(imported.account.values).toEqual({ read: 5, written: 4, leftOut: 1 });
    expect(countOf(imported, 'mixed-types')).toBe(1);
  });

  it('a port is kept by the server whose other ports it fits, and left out on the others', async () => {
    const image = FOUR.map((server, index) => ['Image', 'WebServer.Port', server, `918${index}`, 'int']);
    const plan = FOUR.map((server, index) => [
      'Plan',
      'Webserver.Port',
      server,
      index < 2 ? '8181' : `818${index}`,
      'int',
    ]);
    const imported = await importSample({
      rows: [...image, ...plan, ...same('Plan', 'a', 'x', 'str', FOUR)],
    });
    expectBalance(imported);
    expect(countOf(imported, 'port-collision')).toBe(2);
    expect(imported.account.values.leftOut).toBe(1);
    expect(imported.files.get('desired-state/variables/instances/SMP02.yaml')).toContain('Port: 8181');
    expect(imported.files.get('desired-state/variables/instances/SMP01.yaml')).not.toContain('8181');
    const apart = await importSample({ rows: [...image, ...plan] }, { hosts: new Map([['SMP01', 'other']]) });
    expect(countOf(apart, 'port-collision')).toBe(0);
  });

  it('one that differs, another order, a shared id, a missing row and a blank are told and kept', async () => {
    const imported = await importSample({
      rows: [
        ...same('P', 'one', 'x', 'str', FOUR),
        ['P', 'one', 'DEV01', 'y', 'str'],
        ...same('P', 'list', "['a', 'b']", 'list', FOUR),
        ['P', 'list', 'DEV01', "['b', 'a']", 'list'],
        ...same('P', 'server-uuid', 'same', 'str', FOUR),
        ...same('P', 'cluster', null, 'str', FOUR),
        ['P', 'cluster', 'DEV01', 'dev', 'str'],
        ['P', 'db.username', 'DEV01', 'USERNAME', 'str'],
        ...same('P', 'db.username', 'mc', 'str', FOUR),
      ],
    });
    expectBalance(imported);
    expect(imported.account.values.leftOut).toBe(0);
    expect(subjectsOf(imported, 'odd-one-out')).toEqual(['P one', 'P list', 'P cluster', 'P db.username']);
    expect(subjectsOf(imported, 'other-order')).toEqual(['P list']);
    expect(subjectsOf(imported, 'row-absent')).toEqual(['P server-uuid']);
    expect(subjectsOf(imported, 'default-left-in')).toEqual(['P db.username']);
    expect(countOf(imported, 'shared-unique-value')).toBe(4);
    expect(countOf(imported, 'blank-is-empty')).toBe(4);
    expect(imported.files.get('desired-state/variables/instances/SMP01.yaml')).toContain("cluster: ''");
  });

  it('a server that calls itself by another’s name is told', async () => {
    const servers = ['SMP01', 'SMP02', 'SMP03', 'HUB01'];
    const imported = await importSample({
      rows: servers.map((server) => ['LP', 'server', server, server === 'HUB01' ? 'SMP01' : server, 'str']),
    });
    expect(countOf(imported, 'wrong-own-name')).toBe(1);
  });

  it('the sheets by plugin are compared with the list, where a blank is no news', async () => {
    const imported = await importSample({
      rows: [['CMI', 'a', 'SMP01', 'x', 'str']],
      sheets: {
        CMI_Variables: [
          ['ConfigKey', 'SMP01', 'SMP02'],
          ['a', 'y', null],
        ],
      },
    });
    expect(subjectsOf(imported, 'wide-sheet-differs')).toEqual(['SMP01 CMI a']);
  });

  it('rows of the matrix that repeat, contradict or are no plugins are told and make one row', async () => {
    const row = (name: string, how: string) => `${name},bukkit/paper,${how},False`;
    const lines = [
      ...[row('A', 'True,jenkins'), row('A', 'False,manual'), row('PLUGINS', 'False,manual')],
      ...[
        row('"mutils (paid, 15eu)"', 'False,manual'),
        row('ChatGames', 'False,manual'),
        row('chat games', 'False,manual'),
      ],
      row('Velocitab', 'False,manual'),
    ];
    const imported = await importSample({ matrix: `${HEADER},server_SMP01\n${lines.join('\n')}\n` });
    expectBalance(imported);
    expect(imported.account.rows).toEqual({ read: 7, written: 4, leftOut: 3 });
    for (const kind of [
      'contradicting-rows',
      'no-plugin',
      'unusable-name',
      'similar-names',
      'platform-mismatch',
    ] as const)
      expect({ kind, cases: subjectsOf(imported, kind).length }).toEqual({ kind, cases: 1 });
    expect(countOf(imported, 'placed-nowhere')).toBe(6);
  });
});

const SAFE_VALUES: readonly (readonly [string, string])[] = [
  ['True', 'bool'],
  ['12', 'int'],
  ['2.0', 'float'],
  ["['a', 'b: c']", 'list'],
  ['yes', 'str'],
  ['&7#x {{X}}', 'str'],
  ['12', 'str'],
  ['', 'str'],
];

describe('nothing is silently dropped', () => {
  it('what is read is written or told as left out, whatever the files hold', async () => {
    const segment = fc.constantFrom('a', 'b', '10', 'x y', 'c:d', '*', 'password', 'port', 'é');
    const key = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
    const value = fc.constantFrom(
      '1',
      'true',
      'null',
      '"x"',
      '"no"',
      '"{{A}}"',
      "['a, b']",
      '[',
      '"1.20"',
      '{}',
    );
    const line = fc.tuple(key, value).map(([id, written]) => `\`${id}\` = ${written}`);
    const row = fc
      .tuple(
        fc.constantFrom('P', 'Q'),
        key,
        fc.constantFrom('SMP01', 'DEV01', 'bad name'),
        fc.constantFrom(...SAFE_VALUES),
      )
      .map(([plugin, id, server, [text, type]]) => [plugin, id, server, text === '' ? null : text, type]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 6 }),
        fc.array(row, { maxLength: 8 }),
        async (lines, rows) => expectBalance(await importSample({ listed: { P: lines }, rows })),
      ),
      { numRuns: 60 },
    );
  });
});
