import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLiveFileReader, createLiveFileWriter } from '../../../../src/adapters/files/index.ts';
import { ApplyFailedError, TransientError } from '../../../../src/core/model/errors.ts';
import type { InstancePath } from '../../../../src/core/model/instance.ts';
import type { FileMeta } from '../../../../src/core/model/live-file.ts';
import type { StagedFile } from '../../../../src/ports/live-files.ts';
import { asNobody, isRoot, temporaryFolder } from '../temporary-folder.ts';

const writer = createLiveFileWriter();
const at = (path: string): InstancePath => path as InstancePath;
const TEMPORARY = '.homeamp-1.tmp';

function stage(root: string, path: string, text: string, meta?: FileMeta): StagedFile {
  return writer.stage(root, at(path), Buffer.from(text), meta, TEMPORARY);
}

function ownMeta(mode: number): FileMeta {
  return { mode, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

describe('writing', () => {
  it('shows nothing before the commit and everything after it, with the wanted mode', () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'a.yml'), 'old');
    const staged = stage(root, 'a.yml', 'new', ownMeta(0o640));
    expect(readFileSync(join(root, 'a.yml'), 'utf8')).toBe('old');
    writer.commit(staged);
    expect(readFileSync(join(root, 'a.yml'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'a.yml')).mode & 0o7777).toBe(0o640);
    expect(readdirSync(root)).toEqual(['a.yml']);
  });

  it('makes missing folders and gives new files mode 0644', () => {
    const root = temporaryFolder();
    writer.commit(stage(root, 'plugins/A/lang/a.yml', 'x'));
    expect(statSync(join(root, 'plugins/A/lang')).mode & 0o777).toBe(0o755);
    expect(statSync(join(root, 'plugins/A/lang/a.yml')).mode & 0o777).toBe(0o644);
  });

  it.skipIf(!isRoot)(
    'gives new folders and files the owner of the folder above, and keeps a file its own',
    () => {
      const root = temporaryFolder();
      chownSync(root, 1234, 2345);
      writer.commit(stage(root, 'plugins/A/a.yml', 'x'));
      for (const path of ['plugins', 'plugins/A', 'plugins/A/a.yml']) {
        expect(statSync(join(root, path))).toMatchObject({ uid: 1234, gid: 2345 });
      }
      writer.commit(stage(root, 'plugins/A/a.yml', 'y', { mode: 0o4755, uid: 77, gid: 78 }));
      expect(statSync(join(root, 'plugins/A/a.yml'))).toMatchObject({ uid: 77, gid: 78, mode: 0o100755 });
    },
  );

  it('discards what was staged, once or twice, and removes a file that it made', () => {
    const root = temporaryFolder();
    const staged = stage(root, 'a.yml', 'x');
    writer.discard(staged);
    writer.discard(staged);
    expect(readdirSync(root)).toEqual([]);
    writer.commit(stage(root, 'a.yml', 'x'));
    writer.remove(root, at('a.yml'));
    writer.remove(root, at('a.yml'));
    writer.remove(root, at('no/such/folder.yml'));
    expect(readdirSync(root)).toEqual([]);
  });

  it('gives the reader what was written', () => {
    const root = temporaryFolder();
    writer.commit(stage(root, 'a.yml', 'grüß'));
    const file = createLiveFileReader().read(root, at('a.yml'));
    expect(file.kind === 'present' && Buffer.from(file.bytes).toString()).toBe('grüß');
  });
});

describe('a hostile tree', () => {
  it('is refused when the target is a link, has two names, or is a folder, pipe or device', () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'victim'), 'untouched');
    symlinkSync(join(outside, 'victim'), join(root, 'link.yml'));
    linkSync(join(outside, 'victim'), join(root, 'hard.yml'));
    mkdirSync(join(root, 'folder.yml'));
    execFileSync('mkfifo', [join(root, 'pipe.yml')]);
    symlinkSync('/dev/null', join(root, 'null.yml'));
    for (const path of ['link.yml', 'hard.yml', 'folder.yml', 'pipe.yml', 'null.yml']) {
      expect(() => stage(root, path, 'x'), path).toThrow(ApplyFailedError);
      expect(() => writer.remove(root, at(path)), path).toThrow(ApplyFailedError);
    }
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('untouched');
    expect(readdirSync(root)).not.toContain(TEMPORARY);
  });

  it('is refused when a folder above the target is a link, existing or to be made', () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    symlinkSync(outside, join(root, 'plugins'));
    expect(() => stage(root, 'plugins/a.yml', 'x')).toThrow(ApplyFailedError);
    expect(() => stage(root, 'plugins/new/a.yml', 'x')).toThrow(ApplyFailedError);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('can not divert a commit by swapping the folder for a link after staging', () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    mkdirSync(join(root, 'plugins'));
    const staged = stage(root, 'plugins/a.yml', 'x');
    renameSync(join(root, 'plugins'), join(root, 'aside'));
    symlinkSync(outside, join(root, 'plugins'));
    writeFileSync(join(outside, 'a.yml'), 'untouched');
    writeFileSync(join(outside, TEMPORARY), 'planted');
    expect(() => writer.commit(staged)).toThrow(ApplyFailedError);
    expect(() => writer.discard(staged)).toThrow(ApplyFailedError);
    expect(readFileSync(join(outside, 'a.yml'), 'utf8')).toBe('untouched');
    expect(readdirSync(outside).sort()).toEqual([TEMPORARY, 'a.yml'].sort());
  });

  it('can not slip in a link as the temporary file or as the target after staging', () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'victim'), 'untouched');
    const staged = stage(root, 'a.yml', 'x');
    writer.discard(staged);
    symlinkSync(join(outside, 'victim'), join(root, TEMPORARY));
    expect(() => writer.commit(staged)).toThrow(ApplyFailedError);
    expect(() => stage(root, 'b.yml', 'x')).toThrow(ApplyFailedError);
    writer.discard(staged);
    const second = stage(root, 'a.yml', 'x');
    symlinkSync(join(outside, 'victim'), join(root, 'a.yml'));
    expect(() => writer.commit(second)).toThrow(ApplyFailedError);
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('untouched');
  });

  it('is not left by a temporary name with a path in it', () => {
    const root = temporaryFolder();
    for (const name of ['../x', 'a/b', '..', '']) {
      expect(() => writer.stage(root, at('a.yml'), Buffer.from('x'), undefined, name)).toThrow(
        ApplyFailedError,
      );
    }
  });

  it('is told by relative path, and its contents are never told', () => {
    const root = temporaryFolder();
    symlinkSync('/etc/passwd', join(root, 'a.yml'));
    try {
      stage(root, 'a.yml', 'hunter2');
      expect.unreachable();
    } catch (error) {
      expect(String(error)).toContain('a.yml');
      expect(String(error)).not.toContain(root);
      expect(String(error)).not.toContain('hunter2');
    }
  });
});

describe('a host in trouble', () => {
  it.skipIf(!isRoot)('says who may not write, and leaves nothing behind', () => {
    const root = temporaryFolder();
    chmodSync(root, 0o755);
    expect(() => asNobody(() => stage(root, 'a.yml', 'x'))).toThrow(/permission denied for user id/);
    chmodSync(root, 0o777);
    const foreign = { mode: 0o644, uid: 0, gid: 0 };
    expect(() => asNobody(() => stage(root, 'a.yml', 'x', foreign))).toThrow(/may not give files to 0:0/);
    expect(readdirSync(root)).toEqual([]);
  });

  it('calls a full disk a passing failure and keeps the old file', (context) => {
    const root = smallDisk('size=64k');
    if (root === undefined) return context.skip('a small disk can not be mounted here');
    writeFileSync(join(root, 'a.yml'), 'old');
    expect(() => stage(root, 'a.yml', 'x'.repeat(200_000))).toThrow(TransientError);
    expect(readdirSync(root)).toEqual(['a.yml']);
    expect(readFileSync(join(root, 'a.yml'), 'utf8')).toBe('old');
  });

  it('says that a file system is read-only', (context) => {
    const root = smallDisk('size=64k,ro');
    if (root === undefined) return context.skip('a small disk can not be mounted here');
    expect(() => stage(root, 'a.yml', 'x')).toThrow(/read-only/);
    expect(() => stage(root, 'new/a.yml', 'x')).toThrow(ApplyFailedError);
  });
});

function smallDisk(options: string): string | undefined {
  const path = temporaryFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', path]).status === 0;
  if (mounted) onTestFinished(() => void spawnSync('umount', [path]));
  return mounted ? path : undefined;
}
