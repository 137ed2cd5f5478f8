import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../../../../src/core/model/config-value.ts';
import type { Scope } from '../../../../../src/core/model/desired-state.ts';
import { instanceIdOf } from '../../../../../src/core/model/instance.ts';
import { markReferences, variableMark } from '../../../../../src/core/model/variable-reference.ts';
import type { Workbook } from '../../../../../src/core/model/workbook.ts';
import { assembleDesiredState } from '../../../../../src/core/source/assemble-desired-state.ts';
import { editSource } from '../../../../../src/core/source/edit/edit-source.ts';
import type { KeySourceEdit, SourceEdit } from '../../../../../src/core/source/edit/source-edit.ts';
import { GOOD_FILES } from '../small-fleet.ts';

const CMI = 'desired-state/baselines/CMI.md';
const TOWER: Scope = { kind: 'instance', name: instanceIdOf('alpha', 'TOW01') };

type Files = Readonly<Record<string, string>>;

function edit(files: Files, edits: readonly SourceEdit[], workbooks: readonly Workbook[] = []) {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const { desired } = assembleDesiredState({ files: bytes, workbooks });
  if (desired === undefined) throw new Error('the fleet has mistakes');
  return editSource(bytes, desired, edits);
}

/** The whole new text of one file. */
function textAfter(
  file: string,
  edits: readonly SourceEdit[],
  files: Files = GOOD_FILES,
): string | undefined {
  const result = edit(files, edits);
  if (result.kind === 'refused') throw new Error(result.refusals.map(({ message }) => message).join());
  return result.files.get(file);
}

function keyEdit(
  path: string,
  value: ConfigValue | 'release' | 'absent',
  more: Partial<KeySourceEdit> = {},
): KeySourceEdit {
  const change =
    value === 'release' || value === 'absent'
      ? ({ kind: value } as const)
      : ({ kind: 'set', value } as const);
  const base = { kind: 'key', layer: { kind: 'baseline' }, plugin: 'CMI', file: 'config.yml' } as const;
  return { ...base, path: path === '' ? [] : path.split('.'), change, ...more };
}

describe('editing the repository’s files', () => {
  it('changes the lines of the edited keys and no other byte', () => {
    const old = GOOD_FILES[CMI] ?? '';
    const text = textAfter(CMI, [
      keyEdit('Animations.ChairRange', 5n),
      keyEdit('old-option', 'release'),
      keyEdit('inv.Restore', 'absent'),
      keyEdit('Economy.Server', variableMark('SERVER_PORT')),
    ]);
    const expected = old
      .replace('ChairRange: 4', 'ChairRange: 5')
      .replace('old-option: !absent\n', '')
      .replace('  SavedInventories: 10\n', '  SavedInventories: 10\n  Restore: !absent\n')
      .replace('"{{INSTANCE_NAME}}"', '"{{SERVER_PORT}}"');
    expect(text).toBe(expected);
  });

  it('keeps line ends, byte order mark and indentation', () => {
    const old = (GOOD_FILES[CMI] ?? '')
      .replace(/^```yaml[\s\S]*^```$/m, (block) => block.replace(/^(?=.)/gm, '  '))
      .replaceAll('\n', '\r\n');
    const text = textAfter(CMI, [keyEdit('web.host', 'a')], { ...GOOD_FILES, [CMI]: `\ufeff${old}` });
    const line = '    port: {{SERVER_PORT+6000}}\r\n';
    expect(text).toBe(`\ufeff${old.replace(line, () => `${line}    host: a\r\n`)}`);
  });

  it('leaves unquoted references of other keys as they are', () => {
    const file = 'desired-state/baselines/proxy.md';
    const text = textAfter(file, [
      keyEdit('advanced.login-ratelimit', 10n, { plugin: 'proxy', file: 'velocity.toml' }),
    ]);
    expect(text).toBe(GOOD_FILES[file]?.replace('login-ratelimit = 3000', 'login-ratelimit = 10'));
  });

  it('edits the template where the whole file is one', () => {
    const change = keyEdit('', markReferences('Now {{SHOWN_PLAYERS}} play\n'), {
      plugin: 'proxy',
      file: 'motd.txt',
    });
    expect(textAfter('templates/motd.txt', [change])).toBe('Now {{SHOWN_PLAYERS}} play\n');
  });

  it('adds a block for a file that has none', () => {
    const text = textAfter(CMI, [keyEdit('a.b', 'x', { file: 'Settings/Other.yml' })]);
    expect(text).toBe(`${GOOD_FILES[CMI]}\n\`\`\`yaml Settings/Other.yml\na:\n  b: x\n\`\`\`\n`);
  });

  it('takes a block and its rule away with its last key', () => {
    const block = '\n```yaml menu.yml\na: { b: 1 }\n```\n';
    const old = `${GOOD_FILES[CMI]}${block}`.replace(
      'files:\n',
      'files:\n  menu.yml: { reload: cmi reload }\n',
    );
    const text = textAfter(CMI, [keyEdit('a.b', 'release', { file: 'menu.yml' })], {
      ...GOOD_FILES,
      [CMI]: old,
    });
    expect(text).toBe(GOOD_FILES[CMI]);
  });

  it('begins a scope’s file with a comment, sections and the reason', () => {
    const group: Scope = { kind: 'group', name: 'dev' };
    const edits: readonly SourceEdit[] = [
      keyEdit('inv.SavedInventories', 30n, { layer: group, reason: 'more to try' }),
      {
        kind: 'variable',
        scope: group,
        name: 'LIMITS',
        change: { kind: 'set', value: new Map([['a', 1n]]) },
      },
    ];
    expect(textAfter('desired-state/variables/groups/dev.yaml', edits)).toBe(
      '# What is different on the servers of the group dev.\noverrides:\n  CMI:\n    config.yml:\n      inv:\n        SavedInventories: 30\nvariables:\n  LIMITS:\n    a: 1\nreasons:\n  CMI: more to try\n',
    );
  });

  it('takes the reason away with a plugin’s last override, and the sections that are empty then', () => {
    const file = 'desired-state/variables/instances/TOW01.yaml';
    const release = keyEdit('inv.SavedInventories', 'release', { layer: TOWER });
    expect(textAfter(file, [release])).toBe('variables: { SERVER_PORT: 2171 }\n');
    const other = keyEdit('inv.Restore', true, { layer: TOWER, reason: 'not needed, there is one' });
    expect(textAfter(file, [other])).toBe(
      GOOD_FILES[file]?.replace('SavedInventories: 20 }', 'SavedInventories: 20, Restore: true }'),
    );
  });

  it('refuses all where one can’t be made, and says where the value stands', () => {
    const rows = [
      ['Plugin', 'ConfigKey', 'Server', 'Value', 'Reason'],
      ['CMI', 'Economy.Server', 'DEV01', 'x', 'because'],
    ];
    const workbook: Workbook = { file: 'desired-state/variables/a.xlsx', sheets: [{ name: 'S', rows }] };
    const dev: Scope = { kind: 'instance', name: instanceIdOf('alpha', 'DEV01') };
    const result = edit(
      GOOD_FILES,
      [
        keyEdit('Animations.ChairRange', 5n),
        keyEdit('Economy.Server', 'y', { layer: dev }),
        keyEdit('web.token', 'hunter2hunter2'),
        keyEdit('a', 1n, { plugin: 'Nope' }),
        keyEdit('a', 1n, { layer: { kind: 'group', name: 'nobody' } }),
        keyEdit('not.there', 'release'),
      ],
      [workbook],
    );
    expect(result).toMatchObject({ kind: 'refused' });
    const messages =
      result.kind === 'refused' ? result.refusals.map(({ message }) => message).join('\n') : '';
    expect(messages).toContain('sheet `S`, cell D2');
    expect(messages).toContain('no baseline');
    expect(messages).toContain('no group');
    expect(messages).toContain('not set there');
    expect(messages).toContain('in clear');
    expect(messages).not.toContain('hunter2');
  });
});
