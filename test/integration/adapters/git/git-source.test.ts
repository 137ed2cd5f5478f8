import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGitSource } from '../../../../src/adapters/git/index.ts';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { sourceRepositoryContract } from '../../../contracts/source-repository.ts';
import { isRoot, temporaryFolder } from '../temporary-folder.ts';
import { createRepository } from './repository.ts';

const FLEET = { 'desired-state/fleet.yaml': 'a: 1\n' };

function sourceOf(location: string): ReturnType<typeof createGitSource> {
  return createGitSource({ location, stateDir: temporaryFolder() });
}

sourceRepositoryContract('a Git work tree', (files) => {
  const repository = createRepository(files);
  return {
    source: sourceOf(repository.dir),
    publish: (changed) => {
      repository.write(changed);
      repository.commit('change');
    },
  };
});

sourceRepositoryContract('an address', (files) => {
  const repository = createRepository(files);
  return {
    source: sourceOf(`file://${repository.dir}`),
    publish: (changed) => {
      repository.write(changed);
      repository.commit('change');
    },
  };
});

sourceRepositoryContract('a plain folder', (files) => {
  const repository = createRepository();
  execFileSync('rm', ['-rf', join(repository.dir, '.git')]);
  repository.write(files);
  return { source: sourceOf(repository.dir), publish: repository.write };
});

describe('a Git work tree', () => {
  it('is read at HEAD, at any named commit, or as it lies', async () => {
    const repository = createRepository(FLEET);
    const first = repository.git('rev-parse', 'HEAD');
    repository.git('tag', 'v1');
    repository.write({ 'desired-state/fleet.yaml': 'a: 2\n' });
    repository.commit('second\u001b[31m commit\n\nbody');
    repository.write({ 'desired-state/fleet.yaml': 'a: 3\n' });
    const source = sourceOf(repository.dir);
    const text = async (ref?: string): Promise<string> =>
      Buffer.from((await source.readTree(ref)).files.get('desired-state/fleet.yaml') ?? []).toString();
    expect(await text()).toBe('a: 2\n');
    expect(await text('v1')).toBe('a: 1\n');
    expect(await text('HEAD~1')).toBe('a: 1\n');
    expect(await text(first)).toBe('a: 1\n');
    expect(await text('WORKTREE')).toBe('a: 3\n');
    const { revision } = await source.identify('main');
    expect(revision).toMatchObject({ kind: 'commit', subject: 'second[31m commit' });
  });

  it('tells whether the files moved on from the commit', async () => {
    const repository = createRepository(FLEET);
    const source = sourceOf(repository.dir);
    repository.write({ 'README.md': 'x' });
    expect(await source.uncommittedChanges()).toBe(false);
    repository.write({ 'desired-state/new.yaml': 'x' });
    expect(await source.uncommittedChanges()).toBe(true);
  });

  it('is read below the folder that was named', async () => {
    const repository = createRepository({ 'fleets/a*b/desired-state/fleet.yaml': 'inner', ...FLEET });
    const source = sourceOf(join(repository.dir, 'fleets/a*b'));
    const tree = await source.readTree(undefined);
    expect([...tree.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['desired-state/fleet.yaml', 'inner'],
    ]);
    expect(await source.uncommittedChanges()).toBe(false);
  });

  it('may be a linked work tree or a bare repository', async () => {
    const repository = createRepository(FLEET);
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'other', linked);
    const bare = join(temporaryFolder(), 'bare.git');
    repository.git('clone', '--quiet', '--bare', repository.dir, bare);
    expect((await sourceOf(linked).readTree(undefined)).files.size).toBe(1);
    expect((await sourceOf(bare).readTree('other')).files.size).toBe(1);
    expect(await sourceOf(bare).uncommittedChanges()).toBe(false);
  });

  it('without any commit says how to go on', async () => {
    const repository = createRepository();
    repository.write(FLEET);
    const source = sourceOf(repository.dir);
    await expect(source.identify(undefined)).rejects.toThrow(/no commit yet/);
    expect((await source.readTree('WORKTREE')).files.size).toBe(1);
  });

  it.skipIf(!isRoot)('of another user is read all the same', async () => {
    const repository = createRepository(FLEET);
    execFileSync('chown', ['-R', '1234:1234', repository.dir]);
    const source = sourceOf(repository.dir);
    expect((await source.readTree(undefined)).files.size).toBe(1);
    expect(await source.uncommittedChanges()).toBe(false);
    chownSync(repository.dir, 0, 0);
  });

  it('runs no program that its configuration names', async () => {
    const repository = createRepository(FLEET);
    const marker = join(temporaryFolder(), 'ran');
    const script = join(repository.dir, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${marker}\n`);
    chmodSync(script, 0o755);
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'diff.external', 'core.editor']) {
      repository.git('config', key, script);
    }
    repository.git('config', 'core.hooksPath', repository.dir);
    const source = sourceOf(repository.dir);
    await source.readTree(undefined);
    await source.uncommittedChanges();
    expect(readdirSync(join(marker, '..'))).toEqual([]);
  });
});

describe('hostile entries', () => {
  it('that are links, submodules or badly named are refused with the reason', async () => {
    const repository = createRepository(FLEET);
    const blob = repository.git('hash-object', '-w', 'desired-state/fleet.yaml');
    const head = repository.git('rev-parse', 'HEAD');
    const add = (mode: string, oid: string, path: string): string =>
      repository.git('update-index', '--add', '--cacheinfo', `${mode},${oid},${path}`);
    add('120000', blob, 'desired-state/link.md');
    add('160000', head, 'templates/module');
    add('100755', blob, 'desired-state/run me.md');
    add('100644', blob, 'desired-state/back\\slash.md');
    add('100644', blob, 'desired-state/new\nline.md');
    add('100644', blob, 'desired-state/grün.md');
    repository.git('commit', '--quiet', '-m', 'hostile');
    const tree = await sourceOf(repository.dir).readTree(undefined);
    expect([...tree.files.keys()]).toEqual([
      'desired-state/fleet.yaml',
      'desired-state/grün.md',
      'desired-state/run me.md',
    ]);
    expect(tree.refused.map(({ path }) => path).sort()).toEqual([
      'desired-state/back\\\\slash.md',
      'desired-state/link.md',
      'desired-state/new\\nline.md',
      'templates/module',
    ]);
    expect(tree.refused.find(({ path }) => path === 'templates/module')?.reason).toContain('submodule');
  });

  it('in a plain folder are refused too: links, pipes, and a linked desired-state', async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'desired-state'));
    writeFileSync(join(dir, 'desired-state/fleet.yaml'), '');
    symlinkSync('/etc/passwd', join(dir, 'desired-state/link'));
    execFileSync('mkfifo', [join(dir, 'desired-state/pipe')]);
    symlinkSync('/etc', join(dir, 'templates'));
    const tree = await sourceOf(dir).readTree(undefined);
    expect([...tree.files.keys()]).toEqual(['desired-state/fleet.yaml']);
    expect(tree.refused.map(({ path }) => path).sort()).toEqual([
      'desired-state/link',
      'desired-state/pipe',
      'templates',
    ]);
    const other = temporaryFolder();
    symlinkSync(join(dir, 'desired-state'), join(other, 'desired-state'));
    await expect(sourceOf(other).readTree(undefined)).rejects.toThrow(MistakeError);
  });

  it('that are too large are mistakes, in commits and in folders', async () => {
    const repository = createRepository({
      ...FLEET,
      'desired-state/large.md': 'x'.repeat(5 * 1024 * 1024 + 1),
    });
    const source = sourceOf(repository.dir);
    await expect(source.readTree(undefined)).rejects.toThrow(/large\.md/);
    await expect(source.readTree('WORKTREE')).rejects.toThrow(MistakeError);
  });
});

describe('an address', () => {
  it('is fetched at each identify, with its branches, tags and default branch', async () => {
    const repository = createRepository(FLEET);
    repository.git('checkout', '--quiet', '-b', 'trunk');
    repository.write({ 'desired-state/fleet.yaml': 'trunk' });
    const trunk = repository.commit('on trunk');
    const source = sourceOf(`file://${repository.dir}`);
    expect((await source.identify(undefined)).revision).toMatchObject({ sha: trunk });
    expect((await source.readTree('main')).files.get('desired-state/fleet.yaml')).toEqual(
      Buffer.from('a: 1\n'),
    );
    repository.git('branch', '-D', 'main');
    await expect(source.identify('main')).rejects.toThrow(MistakeError);
  });

  it('that is away is a passing failure, one without commits a mistake', async () => {
    await expect(sourceOf('file:///nonexistent/repository').identify(undefined)).rejects.toThrow(
      TransientError,
    );
    await expect(sourceOf(`file://${createRepository().dir}`).identify(undefined)).rejects.toThrow(
      MistakeError,
    );
  });

  it('never shows its credentials', async () => {
    const source = sourceOf('http://user:hunter2@127.0.0.1:1/repository.git');
    const error = await source.identify(undefined).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(TransientError);
    expect(String(error)).toContain('127.0.0.1');
    expect(String(error)).not.toContain('hunter2');
  });

  it('of a kind that can run programs is refused', () => {
    for (const location of [
      'ext::sh -c touch% x',
      'git://example.org/x',
      '--upload-pack=x',
      'no-such-folder',
    ]) {
      expect(() => sourceOf(location), location).toThrow(MistakeError);
    }
  });
});

describe('a host without git', () => {
  it('says so plainly', async () => {
    const source = sourceOf(createRepository(FLEET).dir);
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    onTestFinished(() => {
      process.env['PATH'] = path;
    });
    await expect(source.identify(undefined)).rejects.toThrow(/git is not installed/);
  });
});
