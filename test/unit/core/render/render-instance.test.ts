import { describe, expect, test } from 'vitest';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';
import type { DesiredState } from '../../../../src/core/model/desired-state.ts';
import type { InstanceId } from '../../../../src/core/model/instance.ts';
import type { DesiredKey, DesiredValue } from '../../../../src/core/model/managed-file.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { compileDesiredState } from '../../../../src/core/render/compile-desired-state.ts';
import { explainKey } from '../../../../src/core/render/explain-key.ts';
import { renderInstance } from '../../../../src/core/render/render-instance.ts';
import { assemble, type Change, edited, withBlock } from '../source/small-fleet.ts';

function desiredOf(change: Change = {}): DesiredState {
  const { desired, issues } = assemble(change);
  if (desired === undefined) throw new Error(JSON.stringify(issues));
  return desired;
}

function render(change: Change, instance: string, secrets: Readonly<Record<string, string>> = {}) {
  const desired = desiredOf(change);
  const found = desired.fleet.instances.get(instance as InstanceId);
  if (found === undefined) throw new Error(`no ${instance}`);
  const { render: result, issues } = renderInstance(compileDesiredState(desired), found, (name) => {
    const value = secrets[name];
    return value === undefined ? undefined : new Secret(value);
  });
  return { files: result.files, issues };
}

function keysOf(change: Change, instance: string, path: string): ReadonlyMap<string, DesiredKey> {
  const { files, issues } = render(change, instance);
  expect(issues).toEqual([]);
  return new Map(files.find((file) => file.path === path)?.keys.map((key) => [key.id, key]));
}

function renderedValue(
  block: string,
  variables = '',
  language = 'yaml config.yml',
): DesiredValue | undefined {
  const change = { ...withBlock(block, language), 'variables/hosts/alpha.yaml': variables };
  const path = `plugins/CMI/${language.split(' ')[1]}`;
  return keysOf(change, 'alpha/DEV01', path).get('a')?.value;
}

function is(value: ConfigValue): DesiredValue {
  return { kind: 'value', value };
}

describe('rendering an instance', () => {
  test('gives the managed files of its plugins in the order of the matrix', () => {
    const { files } = render({}, 'alpha/DEV01');
    expect(files.map(({ path, format, serverFile, folder }) => [path, format, serverFile, folder])).toEqual([
      ['plugins/CMI/config.yml', 'yaml', false, 'plugins/CMI'],
      ['server.properties', 'properties', true, '.'],
    ]);
    expect(files[0]?.activation.reload).toBe('cmi reload');
  });

  test('gives nothing to an instance that is not managed', () => {
    expect(render({}, 'alpha/ADS01').files).toEqual([]);
  });

  test('takes a whole file from a template', () => {
    const keys = keysOf({}, 'beta/VEL01', 'motd.txt');
    expect([...keys.values()].map(({ path, value }) => [path, value])).toEqual([[[], is('Players: 100\n')]]);
  });

  test('shares the keys on which nothing varies between instances', () => {
    const desired = desiredOf();
    const compiled = compileDesiredState(desired);
    const [one, two] = ['alpha/DEV01', 'beta/HUB01'].map((id) => {
      const instance = desired.fleet.instances.get(id as InstanceId);
      if (instance === undefined) throw new Error(id);
      return renderInstance(compiled, instance, () => undefined).render.files[0]?.keys ?? [];
    });
    const find = (keys: readonly DesiredKey[] | undefined, id: string) => keys?.find((key) => key.id === id);
    expect(find(one, 'Animations.ChairRange')).toBeDefined();
    expect(find(one, 'Animations.ChairRange')).toBe(find(two, 'Animations.ChairRange'));
    expect(find(one, 'Economy.Server')).not.toBe(find(two, 'Economy.Server'));
  });

  test('a file on which nothing varies is one object for all instances', () => {
    const desired = desiredOf(withBlock('a: 1'));
    const compiled = compileDesiredState(desired);
    const files = [...desired.fleet.instances.values()].flatMap((instance) =>
      renderInstance(compiled, instance, () => undefined).render.files.filter(
        ({ plugin }) => plugin === 'CMI',
      ),
    );
    expect(new Set(files).size).toBe(1);
    expect(files).toHaveLength(3);
  });

  test('a key says who gave its value and why', () => {
    const key = keysOf({}, 'alpha/TOW01', 'plugins/CMI/config.yml').get('inv.SavedInventories');
    expect(key).toMatchObject({
      value: is(20n),
      origin: {
        layer: 'instance',
        name: 'alpha/TOW01',
        reason: 'towers fill inventories',
        place: { file: 'desired-state/variables/instances/TOW01.yaml', line: 5, column: 14 },
      },
    });
    const other = keysOf({}, 'alpha/TOW01', 'plugins/CMI/config.yml').get('Animations.ChairRange');
    expect(other?.origin).toMatchObject({ layer: 'baseline', name: 'CMI', place: { line: 12 } });
  });

  test('`!absent` asks for a key to be gone, and text in quotes does not', () => {
    expect(renderedValue('a: !absent')).toEqual({ kind: 'absent' });
    expect(renderedValue('a: "!absent"')).toEqual(is('!absent'));
    expect(renderedValue('a = "!absent"', '', 'toml x.toml')).toEqual({ kind: 'absent' });
    expect(renderedValue('a=!absent', '', 'properties x.properties')).toEqual({ kind: 'absent' });
  });

  test('an override keeps the way in which the baseline writes a dotted key', () => {
    const change = {
      ...withBlock('"database.host": here'),
      'variables/hosts/alpha.yaml':
        'overrides: { CMI: { config.yml: { database: { host: there } } } }\nreasons: { CMI: x }\n',
    };
    const key = keysOf(change, 'alpha/DEV01', 'plugins/CMI/config.yml').get('database.host');
    expect(key?.path).toEqual(['database.host']);
    expect(key?.value).toEqual(is('there'));
  });
});

describe('variables', () => {
  test('the narrowest scope wins: instance over group over host over fleet', () => {
    const scopes = {
      ...withBlock('a: {{WHO}}'),
      'variables/fleet.yaml': 'variables: { SHOWN_PLAYERS: 1, WHO: fleet }\n',
    };
    const value = (more: Change) =>
      keysOf({ ...scopes, ...more }, 'alpha/DEV01', 'plugins/CMI/config.yml').get('a')?.value;
    const host = { 'variables/hosts/alpha.yaml': 'variables: { WHO: host }\n' };
    const survival = { 'variables/groups/survival.yaml': 'variables: { WHO: survival }\n' };
    const dev = { 'variables/groups/dev.yaml': 'variables: { WHO: dev }\n' };
    const instance = {
      'variables/instances/DEV01.yaml': 'variables: { SERVER_PORT: 2170, WHO: instance }\n',
    };
    expect(value({})).toEqual(is('fleet'));
    expect(value(host)).toEqual(is('host'));
    expect(value({ ...host, ...survival })).toEqual(is('survival'));
    expect(value({ ...host, ...survival, ...dev })).toEqual(is('dev'));
    expect(value({ ...host, ...survival, ...dev, ...instance })).toEqual(is('instance'));
  });

  test('a value with quotes and backslashes is inserted as it is', () => {
    expect(renderedValue('a: "{{X}}"', `variables: { X: 'He said "hi" in C:\\x' }\n`)).toEqual(
      is('He said "hi" in C:\\x'),
    );
  });

  test('a value that is nothing but a variable takes its type, quoted or not', () => {
    for (const [block, language] of [
      ['a: {{X}}', 'yaml config.yml'],
      ['a: "{{X}}"', 'yaml config.yml'],
      ['{ a: {{X}} }', 'yaml config.yml'],
      ['a = {{X}}', 'toml x.toml'],
      ['a = "{{X}}"', 'toml x.toml'],
      ['{ "a": {{X}} }', 'json x.json'],
      ['a = {{X}}', 'hocon x.conf'],
    ] as const) {
      expect(renderedValue(block, 'variables: { X: 2171 }\n', language), block).toEqual(is(2171n));
    }
  });

  test('sums and nested variables give whole numbers', () => {
    const variables = 'variables: { BASE: 2171, X: "{{BASE+5900}}" }\n';
    expect(renderedValue('a: {{X-71}}', variables)).toEqual(is(8000n));
    expect(renderedValue('a = {{X+29}}', variables, 'hocon x.conf')).toEqual(is(8100n));
  });

  test('inside a text a variable is inserted as text', () => {
    expect(renderedValue('a: "0.0.0.0:{{X}}/{{HOST_NAME}}/{{PLATFORM}}"', 'variables: { X: 1 }\n')).toEqual(
      is('0.0.0.0:1/alpha/paper'),
    );
  });

  test('what the plugin itself puts in double braces stays to the byte', () => {
    const text = '{{player}} {{ NAME }} {{command: a}} {{Name}} {{a.b}} {{X*2}} {X}';
    expect(renderedValue(`a: "${text}"`)).toEqual(is(text));
  });

  test('a backslash makes a reference plain text in every language', () => {
    expect(renderedValue('a: "\\{{X}}"')).toEqual(is('{{X}}'));
    expect(renderedValue("a: '\\{{X}} {{HOST_NAME}}'")).toEqual(is('{{X}} alpha'));
    expect(renderedValue('a = "\\{{X}}"', '', 'toml x.toml')).toEqual(is('{{X}}'));
    expect(renderedValue('{ "a": "\\{{X}}" }', '', 'json x.json')).toEqual(is('{{X}}'));
  });

  test('a backslash that is escaped itself belongs to the text', () => {
    expect(renderedValue('a: "C:\\\\{{X}}"', 'variables: { X: dir }\n')).toEqual(is('C:\\dir'));
  });

  test('variables work inside lists and in whole texts', () => {
    expect(renderedValue('a: ["x{{X}}", {{X}}]', 'variables: { X: 1 }\n')).toEqual(is(['x1', 1n]));
  });

  test('digits may be part of a name', () => {
    expect(renderedValue('a: {{PORT_2}}', 'variables: { PORT_2: 5 }\n')).toEqual(is(5n));
  });

  test('a list may be a variable', () => {
    expect(renderedValue('a: {{X}}', 'variables: { X: [a, b] }\n')).toEqual(is(['a', 'b']));
  });
});

describe('secrets', () => {
  const change = withBlock('a: "{{secret:DB}}"\nb: "user:{{secret:DB}}@{{secret:OTHER}}"');

  test('are filled in where the host has them, and can’t be printed', () => {
    const [a, b] = render(change, 'alpha/DEV01', { DB: 'hunter22', OTHER: 'x' }).files[0]?.keys ?? [];
    expect(a?.value.kind === 'secret' && a.value.secret.reveal()).toBe('hunter22');
    expect(b?.value.kind === 'secret' && b.value.secret.reveal()).toBe('user:hunter22@x');
    expect(JSON.stringify([a, b])).not.toContain('hunter22');
  });

  test('that the host does not have leave the key unresolved', () => {
    const [a, b] = render(change, 'alpha/DEV01', { DB: 'hunter22' }).files[0]?.keys ?? [];
    expect(a?.value.kind).toBe('secret');
    expect(b?.value).toEqual({ kind: 'unresolved', secretNames: ['OTHER'] });
  });

  test('reach keys through variables', () => {
    const through = {
      ...withBlock('a: "{{DB_LOGIN}}"'),
      'variables/hosts/alpha.yaml': 'variables: { DB_LOGIN: "{{secret:DB}}" }\n',
      'variables/hosts/beta.yaml': 'variables: { DB_LOGIN: none }\n',
    };
    const [a] = render(through, 'alpha/DEV01', { DB: 'hunter22' }).files[0]?.keys ?? [];
    expect(a?.value.kind).toBe('secret');
  });
});

describe('explaining a key', () => {
  test('lists every layer, widest first, with what was written and what it became', () => {
    const desired = desiredOf({
      ...edited('baselines/CMI.md', 'SavedInventories: 10', 'SavedInventories: "{{SHOWN_PLAYERS}}"'),
      'variables/hosts/alpha.yaml':
        'overrides: { CMI: { config.yml: { inv.SavedInventories: 15 } } }\nreasons: { CMI: y }\n',
    });
    const instance = desired.fleet.instances.get('alpha/TOW01' as InstanceId);
    if (instance === undefined) throw new Error('no TOW01');
    const layers = explainKey(compileDesiredState(desired), {
      instance,
      plugin: 'CMI',
      keyId: 'inv.SavedInventories',
    });
    expect(
      layers.map(({ file, origin, written, rendered, wins }) => [
        file,
        origin.layer,
        written,
        rendered,
        wins,
      ]),
    ).toEqual([
      ['config.yml', 'baseline', '{{SHOWN_PLAYERS}}', is(80n), false],
      ['config.yml', 'host', 15n, is(15n), false],
      ['config.yml', 'instance', 20n, is(20n), true],
    ]);
  });
});
