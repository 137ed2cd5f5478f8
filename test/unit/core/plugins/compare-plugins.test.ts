import { describe, expect, it } from 'vitest';
import type { InstalledJar, PluginDescription } from '../../../../src/core/model/installed-plugin.ts';
import type { Platform } from '../../../../src/core/model/instance.ts';
import { comparePlugins, type PlacedPlugin } from '../../../../src/core/plugins/compare-plugins.ts';
import { isJarOf } from '../../../../src/core/plugins/match-plugins.ts';

function description(name: string, facts: Partial<PluginDescription> = {}): PluginDescription {
  return { platforms: ['paper', 'bungeecord'], id: name, name, version: '1.0', depends: [], ...facts };
}

function jar(file: string, ...descriptions: readonly PluginDescription[]): InstalledJar {
  return { jar: file, content: { kind: 'plugin', descriptions } };
}

function broken(file: string): InstalledJar {
  return { jar: file, content: { kind: 'unreadable', reason: 'it is no sound zip file' } };
}

function placed(plugin: string, facts: Partial<PlacedPlugin> = {}): PlacedPlugin {
  return { plugin, folder: `plugins/${plugin}`, hasFolder: false, ...facts };
}

function compare(
  plugins: readonly PlacedPlugin[],
  jars: readonly InstalledJar[],
  platform: Platform = 'paper',
) {
  return comparePlugins({ platform, placed: plugins, jars }).map(
    ({ kind, plugin, jar: file, version, detail }) => [kind, plugin, file, version, detail],
  );
}

describe('a placed plugin', () => {
  it('is installed when a jar says that it is the plugin, whatever its file is called', () => {
    const jars = [jar('EssentialsX-2.21.jar', description('essentials', { version: '2.21' }))];
    expect(compare([placed('Essentials')], jars)).toEqual([
      ['installed', 'Essentials', 'EssentialsX-2.21.jar', '2.21', undefined],
    ]);
  });

  it('is known by the name of its folder and by an id as well', () => {
    const jars = [jar('gp.jar', description('GriefPreventionData'))];
    expect(
      compare([placed('GriefPrevention', { folder: 'plugins/GriefPreventionData' })], jars),
    ).toMatchObject([['installed', 'GriefPrevention', 'gp.jar', '1.0', undefined]]);
    const velocity = [jar('lp.jar', description('LuckPerms', { id: 'luckperms', platforms: ['velocity'] }))];
    expect(compare([placed('luckperms')], velocity, 'velocity')[0]?.[0]).toBe('installed');
  });

  it('is missing only where neither jar nor folder is there', () => {
    expect(compare([placed('A'), placed('B', { hasFolder: true })], [])).toEqual([
      ['missing', 'A', undefined, undefined, undefined],
      ['folder-only', 'B', undefined, undefined, undefined],
    ]);
  });

  it('is told by the name of the file alone where the jar can not be read', () => {
    expect(compare([placed('ProtocolLib')], [broken('ProtocolLib-5.3.0.jar')])).toEqual([
      ['installed', 'ProtocolLib', 'ProtocolLib-5.3.0.jar', undefined, 'it is no sound zip file'],
    ]);
    expect(compare([placed('ProtocolLib')], [broken('Other.jar')]).map(([kind]) => kind)).toEqual([
      'missing',
      'unknown',
    ]);
  });

  it('is not told by the name of a file that says something else', () => {
    const jars = [
      jar('Chairs.jar', description('Tables')),
      { jar: 'Sofa.jar', content: { kind: 'no-plugin' } } as const,
    ];
    expect(compare([placed('Chairs'), placed('Sofa')], jars)).toEqual([
      ['missing', 'Chairs', undefined, undefined, undefined],
      ['missing', 'Sofa', undefined, undefined, undefined],
      ['unknown', 'Tables', 'Chairs.jar', '1.0', undefined],
      ['unknown', 'Sofa', 'Sofa.jar', undefined, 'it describes no plugin'],
    ]);
  });

  it('is missing where its jar is for another platform', () => {
    const jars = [jar('Chairs.jar', description('Chairs', { platforms: ['velocity'] }))];
    expect(compare([placed('Chairs')], jars)).toEqual([
      ['missing', 'Chairs', undefined, undefined, undefined],
      ['unknown', 'Chairs', 'Chairs.jar', '1.0', 'it is for velocity, and this is paper'],
    ]);
    expect(compare([placed('Chairs')], jars, 'other')[0]?.[0]).toBe('installed');
  });

  it('is described as its platform reads the jar', () => {
    const both = jar(
      'Via.jar',
      description('ViaVersion', { platforms: ['paper'], version: 'p' }),
      description('viaversion', { platforms: ['velocity'], version: 'v' }),
    );
    expect(compare([placed('ViaVersion')], [both], 'velocity')[0]?.[3]).toBe('v');
    expect(compare([placed('ViaVersion')], [both], 'paper')[0]?.[3]).toBe('p');
  });

  it('has one jar; a second one is told', () => {
    const jars = [jar('A-1.jar', description('A')), jar('A-2.jar', description('A', { version: '2' }))];
    expect(compare([placed('A')], jars)).toEqual([
      ['installed', 'A', 'A-1.jar', '1.0', undefined],
      ['unknown', 'A', 'A-2.jar', '2', 'it is a second jar of A'],
    ]);
  });
});

describe('whether a jar is a plugin’s', () => {
  it('is what any of its descriptions says', () => {
    const names = { plugin: 'LuckPerms', folder: 'plugins/LuckPerms' };
    expect(isJarOf(jar('x.jar', description('Y'), description('luckPERMS')), names)).toBe(true);
    expect(isJarOf(jar('LuckPerms.jar', description('Y')), names)).toBe(false);
    expect(isJarOf({ jar: 'LuckPerms.jar', content: { kind: 'no-plugin' } }, names)).toBe(false);
    expect(isJarOf(broken('Luck-Perms-v5.4.jar'), names)).toBe(true);
    expect(isJarOf(broken('luckperms.JAR'), names)).toBe(true);
    expect(isJarOf(broken('LuckPermsExtra.jar'), names)).toBe(false);
  });
});
