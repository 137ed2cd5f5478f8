import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLiveFileReader } from '../../../../src/adapters/files/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import type { InstancePath } from '../../../../src/core/model/instance.ts';
import { asNobody, isRoot, temporaryFolder } from '../temporary-folder.ts';

const reader = createLiveFileReader();
const at = (path: string): InstancePath => path as InstancePath;

function rootWith(files: Readonly<Record<string, string>>): string {
  const root = join(temporaryFolder(), 'Minecraft');
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function reasonFor(root: string, path: string): string {
  const file = reader.read(root, at(path));
  if (file.kind !== 'unreadable') throw new Error(`${path} is ${file.kind}`);
  return file.reason;
}

describe('a plain file', () => {
  it('is read to the byte with its owner and mode', () => {
    const root = rootWith({});
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a]);
    writeFileSync(join(root, 'a.yml'), bytes);
    chmodSync(join(root, 'a.yml'), 0o640);
    const file = reader.read(root, at('a.yml'));
    const { uid, gid } = statSync(join(root, 'a.yml'));
    expect(file).toMatchObject({ kind: 'present', meta: { mode: 0o640, uid, gid } });
    expect(file.kind === 'present' && Buffer.from(file.bytes)).toEqual(bytes);
  });

  it('has the same identity from a stat as from reading, until its content moves', () => {
    const root = rootWith({ 'plugins/A/a.yml': 'one', 'empty.yml': '' });
    const file = reader.read(root, at('plugins/A/a.yml'));
    const identity = reader.identify(root, at('plugins/A/a.yml'));
    expect(file).toMatchObject({ kind: 'present', identity });
    expect(reader.read(root, at('empty.yml'))).toMatchObject({ kind: 'present' });
    const { atime, mtime } = statSync(join(root, 'plugins/A/a.yml'));
    writeFileSync(join(root, 'plugins/A/a.yml'), 'two');
    utimesSync(join(root, 'plugins/A/a.yml'), atime, mtime);
    expect(reader.identify(root, at('plugins/A/a.yml'))).not.toBe(identity);
  });
});

describe('absence', () => {
  it('is told when the file or a folder above it is not there', () => {
    const root = rootWith({ 'plugins/A/a.yml': '' });
    expect(reader.read(root, at('plugins/A/b.yml'))).toEqual({ kind: 'absent' });
    expect(reader.read(root, at('plugins/B/b.yml'))).toEqual({ kind: 'absent' });
    expect(reader.identify(root, at('plugins/B/b.yml'))).toBeUndefined();
  });

  it('is not told for dangling links, missing instances and files used as folders', () => {
    const root = rootWith({ 'file.txt': '' });
    symlinkSync('/nowhere', join(root, 'a.yml'));
    symlinkSync('/nowhere', join(root, 'plugins'));
    expect(reasonFor(root, 'a.yml')).toContain('symbolic link');
    expect(reasonFor(root, 'plugins/A/a.yml')).toContain('plugins is a symbolic link');
    expect(reasonFor(root, 'file.txt/a.yml')).toMatch(/not a (?:real )?folder/);
    expect(reasonFor(`${root}-gone`, 'a.yml')).toContain('instance is not there');
  });
});

describe('a hostile tree', () => {
  it('is not followed out of the instance by links to files or folders', () => {
    const root = rootWith({ 'inside/a.yml': 'inside' });
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'a.yml'), 'outside');
    symlinkSync(join(outside, 'a.yml'), join(root, 'a.yml'));
    symlinkSync(outside, join(root, 'plugins'));
    symlinkSync('inside', join(root, 'config'));
    expect(reasonFor(root, 'a.yml')).toContain('symbolic link');
    expect(reasonFor(root, 'plugins/a.yml')).toContain('symbolic link');
    expect(reasonFor(root, 'config/a.yml')).toContain('symbolic link');
    expect(reader.identify(root, at('a.yml'))).toBeUndefined();
  });

  it('gives another identity when a folder is swapped for a link to a copy', () => {
    const root = rootWith({ 'plugins/a.yml': 'same' });
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'a.yml'), 'same');
    const before = reader.identify(root, at('plugins/a.yml'));
    renameSync(join(root, 'plugins'), join(root, 'moved'));
    symlinkSync(outside, join(root, 'plugins'));
    expect(reader.identify(root, at('plugins/a.yml'))).not.toBe(before);
  });

  it('is refused with the reason for hard links, folders, pipes, devices, loops and large files', () => {
    const root = rootWith({ 'a.yml': 'x', 'large.yml': '', 'folder/x': '' });
    linkSync(join(root, 'a.yml'), join(root, 'b.yml'));
    truncateSync(join(root, 'large.yml'), 9 * 1024 * 1024);
    execFileSync('mkfifo', [join(root, 'pipe.yml')]);
    symlinkSync('/dev/null', join(root, 'null.yml'));
    symlinkSync('/dev', join(root, 'devices'));
    symlinkSync('loop', join(root, 'loop'));
    expect(reasonFor(root, 'a.yml')).toContain('2 names');
    expect(reader.identify(root, at('a.yml'))).toBeUndefined();
    expect(reasonFor(root, 'folder')).toContain('is a folder');
    expect(reasonFor(root, 'pipe.yml')).toContain('pipe');
    expect(reasonFor(root, 'null.yml')).toContain('symbolic link');
    expect(reasonFor(root, 'devices/null')).toContain('device');
    expect(reasonFor(root, 'loop/a.yml')).toContain('symbolic link');
    expect(reasonFor(root, 'large.yml')).toContain('larger than 8 MiB');
    expect(reasonFor(root, `${'n'.repeat(300)}.yml`)).toContain('too long');
  });

  it.skipIf(!isRoot)('is told as unreadable where permission is denied, never as absent', () => {
    const root = rootWith({ 'a.yml': 'x', 'closed/b.yml': 'x' });
    chmodSync(join(root, '..'), 0o755);
    chmodSync(join(root, 'a.yml'), 0o600);
    chmodSync(join(root, 'closed'), 0o700);
    expect(asNobody(() => reasonFor(root, 'a.yml'))).toContain('permission denied');
    expect(asNobody(() => reasonFor(root, 'closed/b.yml'))).toContain('permission denied');
    expect(asNobody(() => reasonFor(root, 'closed/none.yml'))).toContain('permission denied');
  });

  it('never mixes two contents while a server rewrites the file in place', () => {
    const root = rootWith({ 'a.yml': 'a'.repeat(100_000) });
    const script = `
      const fs = require('node:fs');
      for (let i = 0; i < 3000; i++) fs.writeFileSync(process.argv[1], (i % 2 ? 'a' : 'b').repeat(100000));`;
    const running = join(root, 'running');
    writeFileSync(running, '');
    execFileSync('sh', [
      '-c',
      `(${process.execPath} -e "$0" "$1"; rm "$2") >/dev/null 2>&1 &`,
      script,
      join(root, 'a.yml'),
      running,
    ]);
    const seen = new Set<number>();
    const isRunning = (): boolean => statSync(running, { throwIfNoEntry: false }) !== undefined;
    while (isRunning()) {
      const file = reader.read(root, at('a.yml'));
      if (file.kind === 'present') seen.add(new Set(file.bytes).size);
      else expect(file.kind).toBe('unreadable');
    }
    expect(Math.max(...seen)).toBe(1);
    expect(readFileSync(join(root, 'a.yml')).length).toBe(100_000);
  });
});

describe('a folder', () => {
  it('is listed in order, and is empty when it is not there', () => {
    const root = rootWith({ 'plugins/b.jar': '', 'plugins/a.jar': '', 'server.properties': '' });
    expect(reader.list(root, at('plugins'))).toEqual(['a.jar', 'b.jar']);
    expect(reader.list(root, '.')).toEqual(['plugins', 'server.properties']);
    expect(reader.list(root, at('mods'))).toEqual([]);
    expect(reader.list(root, at('mods/deeper'))).toEqual([]);
  });

  it('is refused when it is a link or a file', () => {
    const root = rootWith({ 'file.txt': '' });
    symlinkSync('/etc', join(root, 'plugins'));
    expect(() => reader.list(root, at('plugins'))).toThrow(MistakeError);
    expect(() => reader.list(root, at('plugins/sub'))).toThrow(MistakeError);
    expect(() => reader.list(root, at('file.txt'))).toThrow(MistakeError);
    rmSync(join(root, 'file.txt'));
    expect(reader.list(root, at('file.txt'))).toEqual([]);
  });
});
