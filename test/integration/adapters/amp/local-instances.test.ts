import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocalInstances } from '../../../../src/adapters/amp/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Makes folders (names that end in `/`) and files below a new instances folder. */
function instancesFolder(files: Readonly<Record<string, string>>): string {
  const dir = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    const full = join(dir, path);
    mkdirSync(path.endsWith('/') ? full : join(full, '..'), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(full, text);
  }
  return dir;
}

describe('the folder of AMP instances', () => {
  it('tells each module by its marker file, with the root where that module keeps the application', () => {
    const dir = instancesFolder({
      'ADS01/ADSModule.kvp': '',
      'DEV01/MinecraftModule.kvp': '',
      'DEV01/Minecraft/server.properties': '',
      'GEY01/GenericModule.kvp':
        '# comment\r\nApp.DisplayName=a=b\r\nApp.BaseDirectory=\r\nApp.RootDir=./geyser/\r\n',
      'GEY01/geyser/config.yml': '',
      'OLD01/Minecraft/server.properties': '',
      'RAW01/plugins/x': '',
      '.hidden/Minecraft/': '',
      'instances.json': '[]',
    });
    const roots = createLocalInstances(dir)
      .list()
      .map(({ folder, module, root }) => [folder, module, root.kind === 'found' ? root.path : root.kind]);
    expect(roots).toEqual([
      ['ADS01', 'controller', join(dir, 'ADS01')],
      ['DEV01', 'minecraft', join(dir, 'DEV01/Minecraft')],
      ['GEY01', 'generic', join(dir, 'GEY01/geyser')],
      ['OLD01', 'unknown', join(dir, 'OLD01/Minecraft')],
      ['RAW01', 'unknown', join(dir, 'RAW01')],
    ]);
  });

  it('refuses roots that leave the instance, by a link, a setting or a name', () => {
    const outside = temporaryFolder();
    const dir = instancesFolder({
      'A/MinecraftModule.kvp': '',
      'B/MinecraftModule.kvp': `ServerPath=${outside}\n`,
      'C/GenericModule.kvp': 'App.BaseDirectory=../A/\n',
      'D/MinecraftModule.kvp': '',
      'E/GenericModule.kvp': 'App.BaseDirectory=./file\n',
      'E/file': '',
      'odd name/Minecraft/': '',
    });
    symlinkSync(outside, join(dir, 'A/Minecraft'));
    symlinkSync(join(dir, 'A'), join(dir, 'F'));
    const reasons = new Map(
      createLocalInstances(dir)
        .list()
        .map(({ folder, root }) => [folder, root.kind === 'refused' ? root.reason : 'found']),
    );
    for (const folder of ['A', 'B', 'C']) expect(reasons.get(folder)).toContain('outside');
    expect(reasons.get('D')).toContain('not there yet');
    expect(reasons.get('E')).toContain('not a folder');
    expect(reasons.get('F')).toContain('symbolic link');
    expect(reasons.get('odd name')).toContain('name');
  });

  it('gives the real path where the folder itself is reached by a link', () => {
    const dir = instancesFolder({ 'A/Minecraft/x': '' });
    const link = join(temporaryFolder(), 'instances');
    symlinkSync(dir, link);
    expect(createLocalInstances(link).list()[0]?.root).toEqual({
      kind: 'found',
      path: join(dir, 'A/Minecraft'),
    });
  });

  it('is a mistake when it can not be read', () => {
    expect(() => createLocalInstances('/nonexistent/instances').list()).toThrow(MistakeError);
  });
});
