import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pluginDefaults } from '../../../../src/adapters/plugins/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import type { DefaultFile } from '../../../../src/ports/plugin-defaults.ts';
import { jarBytes } from '../../../support/zip-bytes.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'homeamp-defaults-'));
  mkdirSync(join(dir, 'plugin/lang'), { recursive: true });
  writeFileSync(join(dir, 'plugin/config.yml'), 'a: 1\n');
  writeFileSync(join(dir, 'plugin/lang/en.yml'), 'b: 2\n');
  writeFileSync(join(dir, 'large.yml'), Buffer.alloc(4 * 1024 * 1024 + 1, 'x'));
  symlinkSync('/etc', join(dir, 'plugin/link'));
  writeFileSync(join(dir, 'plugin.jar'), jarBytes({ 'config.yml': 'c: 3\n', 'lang/en.yml': 'd: 4\n' }));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function read(place: string, ...files: readonly string[]) {
  const found = await pluginDefaults.read(join(dir, place), files);
  return [found.kind, ...files.map((file) => shown(found.files.get(file)))];
}

function shown(file: DefaultFile | undefined) {
  return file?.kind === 'read' ? new TextDecoder().decode(file.bytes) : file?.kind;
}

describe('a plugin’s default files', () => {
  it('are read out of a jar, a folder or one file', async () => {
    expect(await read('plugin.jar', 'config.yml', 'lang/en.yml', 'none.yml')).toEqual([
      'jar',
      'c: 3\n',
      'd: 4\n',
      'absent',
    ]);
    expect(await read('plugin', 'config.yml', 'lang/en.yml', 'none.yml')).toEqual([
      'folder',
      'a: 1\n',
      'b: 2\n',
      'absent',
    ]);
    expect(await read('plugin/config.yml', 'other.yml')).toEqual(['file', 'a: 1\n']);
  });

  it('are never read through links or out of the folder, nor when they are large', async () => {
    expect(await read('plugin', 'link/hostname', '../large.yml', 'lang')).toEqual([
      'folder',
      'unreadable',
      'unreadable',
      'unreadable',
    ]);
    expect(await read('large.yml', 'config.yml')).toEqual(['file', 'unreadable']);
  });

  it('are a mistake where the place is nothing of these', async () => {
    await expect(read('none', 'a.yml')).rejects.toThrow(MistakeError);
    writeFileSync(join(dir, 'bad.jar'), 'no zip');
    await expect(read('bad.jar', 'a.yml')).rejects.toThrow('no sound zip file');
    await expect(pluginDefaults.read('/dev/null', ['a.yml'])).rejects.toThrow(MistakeError);
  });
});
