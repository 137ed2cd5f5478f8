import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackArchive } from '../../../../src/adapters/archives/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { zipBytes } from '../../../support/zip-bytes.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'homeamp-archives-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Wanted = (path: string) => boolean;

async function unpack(bytes: Uint8Array, isWanted: Wanted = () => true) {
  writeFileSync(join(dir, 'archive'), bytes);
  const into = join(dir, 'into');
  mkdirSync(into);
  const refused = await unpackArchive({ archive: join(dir, 'archive'), into, isWanted });
  const files = readdirSync(into, { recursive: true, withFileTypes: true });
  return {
    into,
    refused: refused.map(({ name }) => name),
    files: files
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(into.length + 1))
      .sort(),
  };
}

function file(name: string, text: string): TarEntry {
  return { header: { name, size: Buffer.byteLength(text), type: 'file' }, body: text };
}

const TREE: readonly TarEntry[] = [
  { header: { name: 'srv/', size: 0, type: 'directory' } },
  file('./srv/server.properties', 'motd=hello\n'),
  file('srv/plugins/CMI/config.yml', 'a: 1\n'),
  file('srv/world/region/r.0.0.mca', 'x'.repeat(2000)),
];
const isConfig: Wanted = (path) => /\.(?:yml|properties)$/.test(path);

describe('unpackArchive', () => {
  it('takes the wanted files of a tar, a gzipped tar and a zip, readable for this user alone', async () => {
    const tar = await packTar(TREE);
    const texts = [
      { name: 'srv/server.properties', data: 'motd=hello\n' },
      { name: 'srv/plugins/CMI/config.yml', data: 'a: 1\n' },
      { name: 'srv/world/region/r.0.0.mca', data: 'x' },
    ];
    for (const bytes of [tar, gzipSync(tar), zipBytes(texts)]) {
      const { files, refused, into } = await unpack(bytes, isConfig);
      expect(files).toEqual(['srv/plugins/CMI/config.yml', 'srv/server.properties']);
      expect(refused).toEqual([]);
      expect(readFileSync(join(into, 'srv/server.properties'), 'utf8')).toBe('motd=hello\n');
      expect(statSync(join(into, 'srv/server.properties')).mode & 0o777).toBe(0o600);
      rmSync(into, { recursive: true });
    }
  });

  it('reads what the usual programs write, long names included', async () => {
    const long = `tree/${'a'.repeat(90)}/${'b'.repeat(90)}/config.yml`;
    mkdirSync(join(dir, dirname(long)), { recursive: true });
    writeFileSync(join(dir, long), 'a: 1\n');
    execFileSync('tar', ['-czf', join(dir, 'made.tgz'), '-C', dir, 'tree']);
    const { files } = await unpack(readFileSync(join(dir, 'made.tgz')));
    expect(files).toEqual([long]);
  });

  it('refuses names that leave the folder, links and devices of a tar, and takes the rest', async () => {
    const bytes = await packTar([
      file('../outside.yml', 'a: 1\n'),
      file('/etc/outside.yml', 'a: 1\n'),
      file('a/../../outside.yml', 'a: 1\n'),
      { header: { name: 'link', size: 0, type: 'symlink', linkname: '/etc' } },
      file('link/passwd.yml', 'a: 1\n'),
      { header: { name: 'hard.yml', size: 0, type: 'link', linkname: 'good.yml' } },
      { header: { name: 'pipe', size: 0, type: 'fifo' } },
      file('good.yml', 'a: 1\n'),
      file('good.yml', 'a: 2\n'),
      file('good.yml/below.yml', 'a: 2\n'),
    ]);
    const { files, refused, into } = await unpack(bytes);
    expect(files).toEqual(['good.yml', 'link/passwd.yml']);
    expect(refused).toEqual([
      '../outside.yml',
      '/etc/outside.yml',
      'a/../../outside.yml',
      'link',
      'hard.yml',
      'pipe',
      'good.yml',
      'good.yml/below.yml',
    ]);
    expect(readFileSync(join(into, 'good.yml'), 'utf8')).toBe('a: 1\n');
    expect(existsSync(join(dir, 'outside.yml'))).toBe(false);
  });

  it('refuses names that leave the folder and links of a zip, and takes the rest', async () => {
    const bytes = zipBytes([
      { name: '../outside.yml', data: 'a' },
      { name: '/etc/outside.yml', data: 'a' },
      { name: 'a\\..\\outside.yml', data: 'a' },
      { name: 'link', data: '/etc', unixMode: 0o120777 },
      { name: 'good.yml', data: 'a: 1\n' },
    ]);
    const { files, refused } = await unpack(bytes);
    expect(files).toEqual(['good.yml']);
    expect(refused).toEqual(['../outside.yml', '/etc/outside.yml', 'a\\..\\outside.yml', 'link']);
  });

  it('never writes through a link that lies in the folder', async () => {
    const into = join(dir, 'linked');
    mkdirSync(into);
    symlinkSync(join(dir, 'elsewhere.yml'), join(into, 'config.yml'));
    writeFileSync(join(dir, 'archive'), await packTar([file('config.yml', 'a: 1\n')]));
    const refused = await unpackArchive({ archive: join(dir, 'archive'), into, isWanted: () => true });
    expect(refused.map(({ name }) => name)).toEqual(['config.yml']);
    expect(existsSync(join(dir, 'elsewhere.yml'))).toBe(false);
  });

  it('stops at archives that grow beyond reason', async () => {
    const bomb = zipBytes([{ name: 'bomb.yml', data: '0'.repeat(4 * 1024 ** 2) }]);
    await expect(unpack(bomb)).rejects.toBeInstanceOf(MistakeError);
    rmSync(join(dir, 'into'), { recursive: true });
    const zeros = gzipSync(Buffer.alloc(40 * 1024 ** 2), { level: 9 });
    await expect(unpack(zeros)).rejects.toBeInstanceOf(MistakeError);
  });

  it('believes no size that a zip says of an entry', async () => {
    const bytes = zipBytes([{ name: 'a.yml', data: 'b'.repeat(1000), saysSize: 10 }]);
    await expect(unpack(bytes)).rejects.toBeInstanceOf(MistakeError);
  });

  it('says of what is cut off, damaged or no archive that it can not be read', async () => {
    const tar = await packTar(TREE);
    const torn = [
      gzipSync(tar).subarray(0, 150),
      tar.subarray(0, 3000),
      tar.map((byte, index) => (index === 20 ? byte ^ 1 : byte)),
      zipBytes([{ name: 'a.yml', data: 'a' }]).subarray(0, 60),
      Buffer.from('motd=hello\n'),
      Buffer.alloc(0),
    ];
    for (const bytes of torn) {
      await expect(unpack(bytes)).rejects.toBeInstanceOf(MistakeError);
      rmSync(join(dir, 'into'), { recursive: true, force: true });
    }
  });
});
