import { describe, expect, it } from 'vitest';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import { compileDesiredState } from '../../../src/core/render/compile-desired-state.ts';
import { renderInstance } from '../../../src/core/render/render-instance.ts';
import { assemble, type Change, validate, withBlock } from '../core/source/small-fleet.ts';

const codesOf = (change: Change) => validate(change).map(({ code }) => code);

function valuesOf(change: Change, path: string): Readonly<Record<string, unknown>> {
  const { desired, issues } = assemble(change);
  const instance = desired?.fleet.instances.get('alpha/DEV01' as InstanceId);
  if (desired === undefined || instance === undefined) throw new Error(JSON.stringify(issues));
  const { render } = renderInstance(compileDesiredState(desired), instance, () => undefined);
  const file = render.files.find((candidate) => candidate.path === path);
  return Object.fromEntries(
    file?.keys.map(({ id, value }) => [id, value.kind === 'value' ? value.value : value.kind]) ?? [],
  );
}

describe('the repository', () => {
  it('5: a baseline that gives no keys is an error', () => {
    expect(codesOf(withBlock(''))).toContain('empty-block');
    expect(codesOf(withBlock('# only a comment'))).toContain('empty-block');
    expect(codesOf({ 'baselines/CMI.md': '---\nplugin: CMI\nplatforms: [paper]\n---\nProse.\n' })).toContain(
      'empty-baseline',
    );
  });

  it('9: two files of one name in different folders are two files', () => {
    const change = {
      ...withBlock('a: 1', 'yaml config.yml'),
      'baselines/CMI.md':
        '---\nplugin: CMI\nplatforms: [paper]\n---\n```yaml config.yml\na: 1\n```\n```yaml lang/config.yml\na: 2\n```\n',
    };
    expect(valuesOf(change, 'plugins/CMI/config.yml')).toEqual({ a: 1n });
    expect(valuesOf(change, 'plugins/CMI/lang/config.yml')).toEqual({ a: 2n });
  });

  it('14: a block in every language gives keys', () => {
    for (const [language, block] of [
      ['yaml a.yml', 'a: 1'],
      ['properties a.properties', 'a=1'],
      ['toml a.toml', 'a = 1'],
      ['json a.json', '{ "a": 1 }'],
      ['hocon a.conf', 'a = 1'],
    ] as const) {
      const path = `plugins/CMI/${language.split(' ')[1]}`;
      expect(Object.keys(valuesOf(withBlock(block, language), path)), language).toEqual(['a']);
    }
  });

  it('24: TOML and HOCON are their own languages, and an unknown one is refused by name', () => {
    expect(valuesOf(withBlock('[a]\nb = "c=d"', 'toml a.toml'), 'plugins/CMI/a.toml')).toEqual({
      'a.b': 'c=d',
    });
    expect(valuesOf(withBlock('a { b = c }', 'hocon a.conf'), 'plugins/CMI/a.conf')).toEqual({ 'a.b': 'c' });
    expect(codesOf(withBlock('a', 'ini a.ini'))).toContain('unknown-language');
  });

  it('42: a target that the fleet does not know is an error', () => {
    expect(codesOf({ 'deployment-matrix.csv': 'plugin,NOWHERE\nCMI,x\n' })).toContain('unknown-instance');
    expect(codesOf({ 'variables/instances/NOWHERE.yaml': 'variables: { A: 1 }\n' })).toContain(
      'unknown-instance',
    );
  });

  it('50: which host an instance is on comes from the fleet alone', () => {
    const { desired } = assemble();
    const hosts = [...(desired?.fleet.instances.values() ?? [])].map(({ name, host }) => [name, host]);
    expect(hosts).toEqual([
      ['DEV01', 'alpha'],
      ['TOW01', 'alpha'],
      ['HUB01', 'beta'],
      ['VEL01', 'beta'],
      ['ADS01', 'alpha'],
      ['ADS01', 'beta'],
    ]);
  });

  it('52: quotes and backslashes substitute safely, a port stays a number, and an undefined variable is an error', () => {
    const change = {
      ...withBlock('a: "{{QUOTED}}"\nb: "x {{PATH}}"\nc: "{{PORT}}"'),
      'variables/hosts/alpha.yaml': `variables: { QUOTED: 'He said "hi"', PATH: 'C:\\x', PORT: 8100 }\n`,
    };
    expect(valuesOf(change, 'plugins/CMI/config.yml')).toEqual({ a: 'He said "hi"', b: 'x C:\\x', c: 8100n });
    expect(codesOf(withBlock('a: "{{UNDEFINED}}"'))).toContain('undeclared-variable');
  });

  it('54: a group beats the fleet, names may hold digits, and the later of two groups wins', () => {
    const change = {
      ...withBlock('a: "{{LIMIT_2}}"'),
      'variables/fleet.yaml': 'variables: { SHOWN_PLAYERS: 100, LIMIT_2: 1 }\n',
      'variables/groups/survival.yaml': 'variables: { LIMIT_2: 2 }\n',
    };
    expect(valuesOf(change, 'plugins/CMI/config.yml')).toEqual({ a: 2n });
    const both = { ...change, 'variables/groups/dev.yaml': 'variables: { LIMIT_2: 3 }\n' };
    expect(valuesOf(both, 'plugins/CMI/config.yml')).toEqual({ a: 3n });
  });
});
