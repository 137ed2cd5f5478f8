import { describe, expect, it } from 'vitest';
import { classifyFolder, classifyPath } from '../../../../../src/core/onramp/collect/classify-path.ts';

const UUID = '0c5f7e1a-6f0b-4d0e-9a55-1b2c3d4e5f60';

describe('classifyPath', () => {
  it.each([
    ['config.yml', 'settings yaml'],
    ['sub/menu/shop.yaml', 'settings yaml'],
    ['config.toml', 'settings toml'],
    ['luckperms.conf', 'settings hocon'],
    ['setup.properties', 'settings properties'],
    ['spark.JSON', 'settings json'],
    ['old-style-menus.yml', 'settings yaml'],
    ['messages.yml', 'settings yaml'],
    ['folder.yml/readme.txt', 'foreign'],
    ['.yml', 'foreign'],
    ['plugin.jar', 'foreign'],
    ['data.db', 'foreign'],
  ])('takes %s as %s', (path, expected) => {
    const verdict = classifyPath(path);
    expect('format' in verdict ? `${verdict.kind} ${verdict.format}` : verdict.kind).toBe(expected);
  });

  it.each([
    [`${UUID}.yml`, 'player-data'],
    ['sub/usercache.json', 'player-data'],
    ['Players.yml', 'player-data'],
    ['config-backup-2024.yml', 'backup'],
    ['config.old.yml', 'backup'],
    ['config.yml.bak.yml', 'backup'],
    ['config.example.yml', 'example'],
    ['example_config!.yml', 'example'],
  ])('leaves %s out as %s', (path, reason) => {
    expect(classifyPath(path)).toMatchObject({ kind: 'left', reason });
  });

  it.each([
    ['lang/en.yml', 'lang/'],
    ['locales/sub/en-US.yml', 'locales/sub/'],
    ['messages_jp.yml', '/messages'],
    ['lang-en_US.yml', '/lang'],
  ])('takes %s for one language of several', (path, group) => {
    expect(classifyPath(path)).toMatchObject({ kind: 'translation', group });
  });

  it('lets the content of doubtful names decide', () => {
    expect(classifyPath('storage.yml')).toMatchObject({ kind: 'doubtful', reason: 'saved-data' });
  });
});

describe('classifyFolder', () => {
  it('knows folders of data by their name in whatever case, and nothing of others', () => {
    expect(classifyFolder('UserData')).toBe('player-data');
    expect(classifyFolder('.paper-remapped')).toBe('library');
    expect(classifyFolder(UUID)).toBe('player-data');
    expect(classifyFolder('menus')).toBeUndefined();
    expect(classifyFolder('worlds')).toBeUndefined();
  });
});
