import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { InstanceId } from '../../../../src/core/model/instance.ts';
import { keyId } from '../../../../src/core/model/key-path.ts';
import { CAREFUL_ACTIVATION } from '../../../../src/core/model/policy.ts';
import { schemas } from '../../../../src/core/source/schemas.ts';
import { assemble, edited, GOOD_FILES, validate, withBlock } from './small-fleet.ts';

const ENCODER = new TextEncoder();

describe('a good repository', () => {
  const { desired, plugins } = assemble();

  test('gives the fleet with every default filled in', () => {
    const instance = desired?.fleet.instances.get('alpha/DEV01' as InstanceId);
    expect(instance).toEqual({
      id: 'alpha/DEV01',
      host: 'alpha',
      name: 'DEV01',
      platform: 'paper',
      managed: true,
      stage: 'dev',
      groups: ['survival', 'dev'],
      aliases: [],
    });
    expect(desired?.fleet.hosts.get('beta')).toEqual({ name: 'beta', address: undefined });
  });

  test('two hosts may have an instance of the same name', () => {
    expect([...(desired?.fleet.instances.keys() ?? [])].filter((id) => id.endsWith('ADS01'))).toEqual([
      'alpha/ADS01',
      'beta/ADS01',
    ]);
  });

  test('gives the policy in milliseconds and by scope', () => {
    expect(desired?.fleet.policy).toEqual({
      approval: { required: 1, by: ['alice', '@team/admins'] },
      drift: 'report',
      driftByHost: new Map(),
      driftByGroup: new Map([['dev', 'heal']]),
      driftByInstance: new Map([['alpha/TOW01', 'heal']]),
      driftByPlugin: new Map(),
      activation: {
        ...CAREFUL_ACTIVATION,
        restart: { kind: 'when-empty' },
        maxDelayMillis: 43_200_000,
        window: { cron: '0 4 * * *', durationMillis: 5_400_000, timezone: 'Europe/Helsinki' },
      },
      activationByHost: new Map(),
      activationByGroup: new Map(),
      activationByInstance: new Map(),
      keepUp: [],
      soakMillisByStage: new Map(),
      suspensions: [],
      budget: { instances: { kind: 'percent', value: 50 }, keys: 500 },
    });
  });

  test('gives the plugins of each instance in the order of the matrix', () => {
    expect(desired?.placements.get('alpha/TOW01' as InstanceId)).toEqual(['CMI', 'server']);
    expect(desired?.placements.get('beta/ADS01' as InstanceId)).toEqual([]);
  });

  test('gives the plugin registry', () => {
    const entry = { source: 'manual', version: '9.7.1', file: 'CMI-9.7.1.jar', migrations: [] };
    expect(plugins.get('CMI')).toEqual(entry);
  });

  test('reads the same with CRLF line ends and a byte order mark', () => {
    const change = Object.fromEntries(
      Object.entries(GOOD_FILES).map(([path, text]) => [
        path.replace('desired-state/', ''),
        ENCODER.encode(`\ufeff${text.replaceAll('\n', '\r\n')}`),
      ]),
    );
    expect(assemble(change)).toEqual(assemble());
  });
});

describe('the deployment matrix', () => {
  test('is read with the older header, and its other columns are left alone', () => {
    const old =
      'plugin_name,plugin_type,auto_update,update_source,server_DEV01,server_TOWER01\n"CMI",bukkit/paper,True,jenkins,True,False\n';
    const { readable } = assemble({ 'deployment-matrix.csv': old });
    expect(readable?.placements.get('alpha/DEV01' as InstanceId)).toEqual(['CMI']);
    expect(readable?.placements.get('alpha/TOW01' as InstanceId)).toEqual([]);
  });

  test('with the older header, rows that name different sources contradict each other', () => {
    const old =
      'plugin_name,plugin_type,auto_update,update_source,server_DEV01\nCMI,bukkit/paper,True,jenkins,True\nCMI,bukkit/paper,False,manual,True\n';
    expect(validate({ 'deployment-matrix.csv': old }).map(({ code }) => code)).toContain(
      'matrix-contradiction',
    );
  });

  test('keeps lines true behind quoted names, blank lines and line breaks in quotes', () => {
    const text = 'plugin,DEV01\n\n"a\nb, c",x\nCMI,maybe\n';
    const found = validate({ 'deployment-matrix.csv': text });
    expect(found.filter(({ code }) => code === 'unsafe-name').map(({ place }) => place.line)).toEqual([3]);
    expect(
      found.filter(({ code }) => code === 'bad-cell').map(({ place }) => [place.line, place.column]),
    ).toEqual([[5, 5]]);
  });

  test('says which name is meant when case and punctuation differ', () => {
    const found = validate({ 'deployment-matrix.csv': 'plugin,DEV01\ncmi,x\n' });
    expect(found.find(({ code }) => code === 'plugin-without-baseline')?.help).toContain(
      'Did you mean `CMI`?',
    );
  });
});

describe('baselines', () => {
  const keys = (block: string, language?: string) =>
    assemble(withBlock(block, language)).desired?.baselines.get('CMI')?.files[0]?.keys ?? [];

  test('every language gives keys with the lines of the Markdown file', () => {
    for (const [block, language] of [
      ['a: 1\nb: 2', 'yaml config.yml'],
      ['a=1\nb=2', 'properties x.properties'],
      ['a = 1\nb = 2', 'toml x.toml'],
      ['{ "a": 1,\n "b": 2 } // comment', 'jsonc x.json'],
      ['a = 1\nb = 2', 'hocon x.conf'],
    ] as const) {
      const found = keys(block, language);
      const first = language === 'yaml config.yml' ? 12 : 10;
      expect(
        found.map(({ path, place }) => [keyId(path), place.line]),
        language,
      ).toEqual([
        ['a', first],
        ['b', first + 1],
      ]);
    }
  });

  test('a value keeps what follows `#` inside its quotes', () => {
    expect(keys('a: "&7-0.#&4"')[0]?.value).toEqual({ kind: 'value', value: '&7-0.#&4' });
  });

  test('a list with commas in its texts keeps its length', () => {
    expect(keys("a: ['a, b', 'c']")[0]?.value).toEqual({ kind: 'value', value: ['a, b', 'c'] });
  });

  test('values are read as the server reads them', () => {
    const change = withBlock('a: no\nb: 12:30\nc: 0755\nd: 06:00');
    const values = assemble(change)
      .desired?.baselines.get('CMI')
      ?.files[0]?.keys.map(({ value }) => value.kind === 'value' && value.value);
    expect(values).toEqual([false, 750n, 493n, '06:00']);
  });

  test('two files of one name in different folders stay two files', () => {
    const change = edited('baselines/CMI.md', '# CMI\n', '```yaml lang/config.yml\na: 1\n```\n');
    const files = assemble(change)
      .desired?.baselines.get('CMI')
      ?.files.map(({ path }) => path);
    expect(files).toEqual(['lang/config.yml', 'config.yml']);
  });

  test('sentences and settings about passwords are no secrets', () => {
    const block =
      'messages: { password-wrong: "&cWrong!" }\npassword-min-length: "8"\nmysql: { password: "" }\ntoken-file: token.txt\npassword: "{{secret:DB}}"\nlogin-token: "%token%"';
    expect(validate(withBlock(block)).filter(({ code }) => code === 'secret-in-clear')).toEqual([]);
  });

  test('a used anchor, a comment and a plain boolean are no traps', () => {
    expect(validate(withBlock('a: &x 1\nb: *x\nc: yes # really\nd: # nothing\n#e: 1'))).toEqual([]);
  });
});

describe('published schemas', () => {
  test.each(Object.entries(schemas))('%s is a JSON Schema that refuses unknown keys', (_, schema) => {
    const json = z.toJSONSchema(schema, { io: 'input' });
    expect(json).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
