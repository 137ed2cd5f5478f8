import { describe, expect, it } from 'vitest';
import type {
  DescriptorName,
  JarContent,
  PluginDescription,
} from '../../../../src/core/model/installed-plugin.ts';
import { describeJar } from '../../../../src/core/plugins/describe-jar.ts';

function describeFiles(files: Partial<Record<DescriptorName, string>>): JarContent {
  const bytes = Object.entries(files).map(
    ([name, text]) => [name as DescriptorName, new TextEncoder().encode(text)] as const,
  );
  return describeJar(new Map(bytes));
}

function descriptions(files: Partial<Record<DescriptorName, string>>): readonly PluginDescription[] {
  const content = describeFiles(files);
  if (content.kind !== 'plugin') throw new Error(content.kind);
  return content.descriptions;
}

const versionOf = (yaml: string) => descriptions({ 'plugin.yml': `name: A\nversion: ${yaml}\n` })[0]?.version;

describe('what a jar says of its plugin', () => {
  it('is read from plugin.yml for Paper and BungeeCord', () => {
    const yml =
      'name: Chairs\nversion: "1.2.3-SNAPSHOT"\nmain: a.B\ndepend: [Vault, ProtocolLib]\nsoftdepend: [X]\n';
    expect(descriptions({ 'plugin.yml': yml })).toEqual([
      {
        platforms: ['paper', 'bungeecord'],
        id: 'Chairs',
        name: 'Chairs',
        version: '1.2.3-SNAPSHOT',
        depends: ['Vault', 'ProtocolLib'],
      },
    ]);
  });

  it('is read from paper-plugin.yml, whose dependencies are required unless it says otherwise', () => {
    const yml = `name: Chairs
version: '2'
dependencies:
  bootstrap:
    Early: { required: true }
  server:
    Vault: { load: BEFORE }
    Soft: { load: BEFORE, required: false }
`;
    expect(descriptions({ 'paper-plugin.yml': yml })).toMatchObject([
      { platforms: ['paper'], name: 'Chairs', depends: ['Vault'] },
    ]);
  });

  it('is read from velocity-plugin.json, where the id counts beside the name', () => {
    const json = JSON.stringify({
      id: 'luckperms',
      name: 'LuckPerms',
      version: '5.4.145',
      main: 'a.B',
      dependencies: [{ id: 'a' }, { id: 'b', optional: true }, 7],
    });
    expect(descriptions({ 'velocity-plugin.json': json })).toEqual([
      { platforms: ['velocity'], id: 'luckperms', name: 'LuckPerms', version: '5.4.145', depends: ['a'] },
    ]);
    expect(descriptions({ 'velocity-plugin.json': '{"id":"chairs"}' })).toMatchObject([
      { id: 'chairs', name: 'chairs', version: undefined },
    ]);
  });

  it('is read from bungee.yml and fabric.mod.json, each for its own platform', () => {
    const fabric =
      '{"schemaVersion":1,"id":"chairs","version":"3","depends":{"minecraft":">=1.21","fabric-api":"*"}}';
    const found = descriptions({
      'plugin.yml': 'name: Chairs\nversion: 1\n',
      'bungee.yml': 'name: ChairsProxy\nversion: 2\ndepends: Other\n',
      'fabric.mod.json': fabric,
    });
    expect(found.map(({ platforms, name, version, depends }) => [platforms, name, version, depends])).toEqual(
      [
        [['bungeecord'], 'ChairsProxy', '2', ['Other']],
        [['paper'], 'Chairs', '1', []],
        [['fabric'], 'chairs', '3', ['minecraft', 'fabric-api']],
      ],
    );
  });

  it('has the version as the server shows it, whatever YAML takes it for', () => {
    expect(versionOf('1.0')).toBe('1.0');
    expect(versionOf('1.10')).toBe('1.1');
    expect(versionOf("'1.10'")).toBe('1.10');
    expect(versionOf('5')).toBe('5');
    expect(versionOf('1.2.3')).toBe('1.2.3');
    expect(versionOf('true')).toBe('true');
    expect(versionOf('')).toBeUndefined();
    expect(versionOf('[1, 2]')).toBeUndefined();
    expect(versionOf('{ a: 1 }')).toBeUndefined();
  });

  it('is nothing where no file describes a plugin', () => {
    expect(describeFiles({})).toEqual({ kind: 'no-plugin' });
  });

  it('counts by the files that can be read, and has a reason where none can', () => {
    expect(descriptions({ 'plugin.yml': 'name: A\n', 'fabric.mod.json': '{' })).toHaveLength(1);
    for (const yml of ['name: [', '\tname: A', '', 'version: 1', 'name: {a: b}', '- name: A', 'name: "  "']) {
      expect(describeFiles({ 'plugin.yml': yml })).toEqual({
        kind: 'unreadable',
        reason: expect.stringContaining('plugin.yml'),
      });
    }
    expect(describeFiles({ 'velocity-plugin.json': '["a"]' })).toMatchObject({ kind: 'unreadable' });
  });

  it('is bounded, however much the jar says', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `P${index}`);
    const [found] = descriptions({
      'plugin.yml': `name: ${'n'.repeat(5000)}\nversion: ${'v'.repeat(5000)}\ndepend: [${many.join(', ')}]\n`,
    });
    expect([found?.name.length, found?.version?.length, found?.depends.length]).toEqual([100, 100, 100]);
  });

  it('can not be made to grow by aliases of aliases', () => {
    const levels = 'abcdefghijklmnop'.split('');
    const lines = levels.map((level, index) => {
      const items = index === 0 ? ['x'] : Array.from({ length: 9 }, () => `*${levels[index - 1]}`);
      return `${level}: &${level} [${items.join(', ')}]`;
    });
    const startedAt = performance.now();
    const content = describeFiles({ 'plugin.yml': `name: A\n${lines.join('\n')}\ndepend: *p\n` });
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(['plugin', 'unreadable']).toContain(content.kind);
  });
});
