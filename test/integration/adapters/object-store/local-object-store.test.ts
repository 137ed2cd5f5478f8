import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalObjectStore } from '../../../../src/adapters/object-store/index.ts';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { objectStoreContract } from '../../../contracts/object-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

objectStoreContract('a local folder', async () => createLocalObjectStore(join(temporaryFolder(), 'store')));

describe('a local folder as the store', () => {
  it('does not rewrite what it has, and leaves no temporary files', async () => {
    const dir = temporaryFolder();
    const store = createLocalObjectStore(dir);
    await store.put('a/b', Buffer.from('x'));
    const first = statSync(join(dir, 'a/b'), { bigint: true });
    await store.put('a/b', Buffer.from('x'));
    expect(statSync(join(dir, 'a/b'), { bigint: true }).ino).toBe(first.ino);
    expect(first.mode & 0o777n).toBe(0o600n);
    expect(readdirSync(join(dir, '.partial'))).toEqual([]);
  });

  it('neither reads nor lists links that somebody planted', async () => {
    const dir = temporaryFolder();
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'secret'), 'x');
    symlinkSync(join(outside, 'secret'), join(dir, 'link'));
    const store = createLocalObjectStore(dir);
    await expect(store.get('link')).rejects.toThrow(MistakeError);
    expect(await store.list('')).toEqual([]);
    await store.put('link', Buffer.from('mine'));
    expect(statSync(join(outside, 'secret')).size).toBe(1);
    expect(existsSync(join(dir, 'link'))).toBe(true);
  });

  it('calls a full disk a passing failure and keeps what it had', async (context) => {
    const dir = temporaryFolder();
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', dir]).status !== 0) {
      return context.skip('a small disk can not be mounted here');
    }
    onTestFinished(() => void spawnSync('umount', ['-l', dir]));
    const store = createLocalObjectStore(dir);
    await store.put('a', Buffer.from('old'));
    await expect(store.put('a', Buffer.alloc(300_000))).rejects.toThrow(TransientError);
    expect(Buffer.from((await store.get('a')) ?? []).toString()).toBe('old');
    expect(await store.list('')).toEqual(['a']);
  });

  it('says that a file is no folder', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    chmodSync(path, 0o600);
    await expect(createLocalObjectStore(path).put('a', Buffer.from('x'))).rejects.toThrow(/object store/);
  });
});
