import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../../../../src/core/model/config-value.ts';
import { type Instance, instanceIdOf } from '../../../../../src/core/model/instance.ts';
import type { KeyDraft, RepositoryDraft } from '../../../../../src/core/model/repository-draft.ts';
import { secretMark, variableMark } from '../../../../../src/core/model/variable-reference.ts';
import { assembleDesiredState } from '../../../../../src/core/source/assemble-desired-state.ts';
import { writeRepository } from '../../../../../src/core/source/write/write-repository.ts';

const key = (path: string, value: ConfigValue): KeyDraft => ({
  path: path === '' ? [] : path.split('.'),
  value: { kind: 'value', value },
});

function server(host: string, name: string, more: Partial<Instance> = {}): Instance {
  const base = { platform: 'paper', managed: true, stage: 'production', groups: [], aliases: [] } as const;
  return { id: instanceIdOf(host, name), host, name, ...base, ...more };
}

const SMP = instanceIdOf('frost', 'SMP01');
const TWIN = instanceIdOf('ember', 'SMP01');

const DRAFT: RepositoryDraft = {
  hosts: [
    { name: 'frost', address: '192.0.2.10' },
    { name: 'ember', address: undefined },
  ],
  groups: ['survival'],
  stages: ['production'],
  instances: [
    server('frost', 'SMP01', { groups: ['survival'], aliases: ['SURV01'] }),
    server('ember', 'SMP01'),
    server('frost', 'ADS01', { platform: 'ads', managed: false, stage: undefined }),
  ],
  placements: new Map([
    ['CMI', [SMP, TWIN]],
    ['proxy', [SMP]],
  ]),
  baselines: [
    {
      plugin: 'CMI',
      platforms: ['paper'],
      folder: undefined,
      prose: 'What it is for.',
      files: [
        {
          path: 'config.yml',
          format: 'yaml',
          keys: [key('web.port', variableMark('PORT')), key('a', '```\nb')],
        },
        { path: 'extra.json', format: 'json', keys: [{ ...key('limit', 5n), note: 'at most' }] },
      ],
    },
    {
      plugin: 'proxy',
      platforms: ['paper'],
      folder: '.',
      prose: '',
      files: [
        { path: 'forwarding.secret', format: 'text', keys: [key('', secretMark('FORWARDING'))] },
        { path: 'motd.txt', format: 'text', keys: [key('', '```\nWelcome to {{player}}\n```\n')] },
      ],
    },
  ],
  scopes: [
    {
      scope: { kind: 'fleet' },
      variables: [{ name: 'PORT', value: 8171n, note: 'of the map' }],
      overrides: [],
      reasons: new Map(),
    },
    {
      scope: { kind: 'instance', name: TWIN },
      variables: [{ name: 'PORT', value: 8172n }],
      overrides: [
        {
          plugin: 'CMI',
          file: 'config.yml',
          keys: [key('web.port', 9000n), { path: ['a'], value: { kind: 'absent' } }],
        },
      ],
      reasons: new Map([['CMI', 'older map: {{kept}} # as it was']]),
    },
  ],
  registry: [{ plugin: 'CMI', version: '9.7', file: 'CMI-9.7.jar' }],
};

function assembleText(files: ReadonlyMap<string, string>) {
  const bytes = [...files].map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  return assembleDesiredState({ files: new Map(bytes), workbooks: [] });
}

describe('writing a repository', () => {
  it('writes a fleet that is read without error or warning and says what the draft says', () => {
    const { files, unwritten } = writeRepository(DRAFT);
    const { desired, issues, plugins } = assembleText(files);
    expect(issues).toEqual([]);
    expect(unwritten).toEqual([]);
    expect([...(desired?.fleet.instances.values() ?? [])]).toEqual(DRAFT.instances);
    expect(desired?.placements.get(SMP)).toEqual(['CMI', 'proxy']);
    expect(desired?.baselines.get('proxy')?.files.map(({ keys }) => keys[0]?.value)).toEqual([
      { kind: 'value', value: '```\nWelcome to {{player}}\n```\n' },
      { kind: 'value', value: secretMark('FORWARDING') },
    ]);
    expect(
      desired?.overrides.map(({ key: { path, value }, reason }) => [path.join('.'), value.kind, reason]),
    ).toEqual([
      ['web.port', 'value', 'older map: {{kept}} # as it was'],
      ['a', 'absent', 'older map: {{kept}} # as it was'],
    ]);
    expect(plugins.get('CMI')).toMatchObject({ source: 'manual', version: '9.7', file: 'CMI-9.7.jar' });
  });

  it('keeps a text that no block can hold as a template, and lengthens fences around fences', () => {
    const { files } = writeRepository(DRAFT);
    expect(files.get('templates/proxy/forwarding.secret')).toBe('{{secret:FORWARDING}}');
    expect(files.get('desired-state/baselines/proxy.md')).toContain('````text motd.txt\n```\n');
    expect(files.get('desired-state/baselines/CMI.md')).toContain('```jsonc extra.json\n{\n  // at most\n');
    expect(files.has('desired-state/variables/instances/ember/SMP01.yaml')).toBe(true);
  });

  it('tells keys whose file can’t be named, overrides without a block and variables that can’t be', () => {
    const [cmi] = DRAFT.baselines;
    const { files, unwritten } = writeRepository({
      ...DRAFT,
      baselines:
        cmi === undefined
          ? []
          : [{ ...cmi, files: [{ path: '../x.yml', format: 'yaml', keys: [key('a', 1n)] }] }],
      scopes: DRAFT.scopes.map((scope) => ({ ...scope, variables: [{ name: 'lower', value: 1n }] })),
    });
    expect(files.has('desired-state/baselines/CMI.md')).toBe(false);
    expect(
      unwritten.map(({ plugin, file, key: path, scope }) => [plugin, file, path.join('.'), scope]),
    ).toEqual([
      ['CMI', '../x.yml', 'a', 'baseline'],
      ['', '', 'lower', { kind: 'fleet' }],
      ['CMI', 'config.yml', 'web.port', { kind: 'instance', name: TWIN }],
      ['CMI', 'config.yml', 'a', { kind: 'instance', name: TWIN }],
      ['', '', 'lower', { kind: 'instance', name: TWIN }],
    ]);
  });
});
