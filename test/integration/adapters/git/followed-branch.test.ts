import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGitSource } from '../../../../src/adapters/git/index.ts';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { serveGit } from '../../../support/git-http.ts';
import { isRoot, temporaryFolder } from '../temporary-folder.ts';
import { FLEET, failureOf, follow, mirrorsOf, onlyMirror, sha } from './followed-samples.ts';
import { createRepository } from './repository.ts';

describe('a followed branch', () => {
  it('is fetched when it moved and known without the remote afterwards', async () => {
    const repository = createRepository(FLEET);
    const { branch } = follow(`file://${repository.dir}`);
    expect(await branch.known()).toBeUndefined();
    const first = repository.git('rev-parse', 'HEAD');
    expect(await branch.refresh()).toBe(first);
    const second = repository.commit('second');
    expect(await branch.known()).toBe(first);
    expect(await branch.refresh()).toBe(second);
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.commit('elsewhere');
    expect(await branch.refresh()).toBe(second);
  });

  it('may be the HEAD of the remote, and another branch of the same mirror is not taken for it', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const main = await follow(repository.dir, { stateDir }).branch.refresh();
    repository.git('checkout', '--quiet', '-b', 'trunk');
    const trunk = repository.commit('on trunk');
    const { branch } = follow(repository.dir, { stateDir, branch: undefined });
    expect(await branch.known()).toBeUndefined();
    expect(await branch.refresh()).toBe(trunk);
    expect(await follow(repository.dir, { stateDir }).branch.known()).toBe(main);
  });

  it('may be of a bare repository or of a work tree on this disk, named by its top folder alone', async () => {
    const repository = createRepository(FLEET);
    const bare = join(temporaryFolder(), 'bare.git');
    repository.git('clone', '--quiet', '--bare', repository.dir, bare);
    const tip = repository.git('rev-parse', 'HEAD');
    expect(await follow(bare).branch.refresh()).toBe(tip);
    expect(await follow(repository.dir).branch.refresh()).toBe(tip);
    expect(() => follow(join(repository.dir, 'templates'))).toThrow(/not the top/);
    expect(() => follow(temporaryFolder())).toThrow(MistakeError);
    expect(() => follow('no-such-folder')).toThrow(MistakeError);
  });

  it('that is not there is a mistake, and so is a name that is none', async () => {
    const { branch } = follow(createRepository(FLEET).dir, { branch: 'release' });
    const failure = await failureOf(branch.refresh());
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('"release"');
    expect(() => follow(createRepository(FLEET).dir, { branch: '--upload-pack=x' })).toThrow(MistakeError);
    const empty = follow(createRepository().dir, { branch: undefined });
    await expect(empty.branch.refresh()).rejects.toThrow(/no commit/);
  });

  it.skipIf(!isRoot)('of a folder of another user is a mistake that says how to trust it', async () => {
    const repository = createRepository(FLEET);
    execFileSync('chown', ['-R', '1234:1234', repository.dir]);
    const failure = await failureOf(follow(repository.dir).branch.refresh());
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('belongs to another user');
    expect(failure.next).toContain('safe.directory');
  });

  it('that has not moved costs one question and no fetch', async () => {
    const repository = createRepository(FLEET);
    const http = await serveGit({ root: repository.dir });
    const { branch } = follow(`${http.url}.git`);
    const tip = await branch.refresh();
    const before = http.requests.length;
    expect(await branch.refresh()).toBe(tip);
    // Git's protocol introduces itself and asks: two requests of one connection.
    expect(http.requests.slice(before).map(({ line }) => line)).toEqual([
      'GET /.git/info/refs?service=git-upload-pack',
      'POST /.git/git-upload-pack',
    ]);
  });

  it('keeps commits that a rewritten branch no longer has', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const { branch, history } = follow(repository.dir, { stateDir });
    const applied = await branch.refresh();
    await branch.keep('applied', applied);
    repository.git('commit', '--quiet', '--amend', '-m', 'rewritten');
    const tip = await branch.refresh();
    const mirror = onlyMirror(stateDir);
    repository.git(`--git-dir=${mirror}`, 'gc', '--quiet', '--prune=now');
    expect((await history.at(applied).readTree(undefined)).files.size).toBe(2);
    expect(await history.line(applied, tip, 10)).toEqual({ kind: 'rewritten' });
    await expect(branch.keep('good', sha('1'.repeat(40)))).rejects.toThrow(TransientError);
  });

  it('shares its mirror with the source of the same address, in either order', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const location = `file://${repository.dir}`;
    const { branch, history } = follow(location, { stateDir });
    const source = createGitSource({ location, stateDir });
    const tip = await branch.refresh();
    expect((await source.identify(undefined)).revision).toMatchObject({ sha: tip });
    expect(await branch.known()).toBe(tip);
    expect((await source.readTree('main')).treeId).toBe((await history.commit(tip)).treeId);
    expect(mirrorsOf(stateDir)).toHaveLength(1);
  });
});

describe('the head of a pull request', () => {
  it('is fetched once, forgotten by the remote never', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const { branch, heads, history } = follow(repository.dir, { stateDir });
    await branch.refresh();
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.write({ 'templates/motd.txt': 'ho' });
    const head = sha(repository.commit('change'));
    repository.git('update-ref', 'refs/pull/7/head', head);
    expect(await heads.fetch(7, head)).toBe(true);
    repository.git('update-ref', '-d', 'refs/pull/7/head');
    expect(await heads.fetch(7, head)).toBe(true);
    expect((await history.commit(head)).subject).toBe('change');
  });

  it('that moved on or is gone is told as not there, a remote that is away is a failure', async () => {
    const repository = createRepository(FLEET);
    const { heads } = follow(repository.dir);
    const absent = sha('1'.repeat(40));
    expect(await heads.fetch(8, absent)).toBe(false);
    repository.git('update-ref', 'refs/pull/8/head', 'HEAD');
    expect(await heads.fetch(8, absent)).toBe(false);
    expect(await follow(repository.dir, { pullRefs: 'none' }).heads.fetch(8, absent)).toBe(false);
    await expect(follow('http://127.0.0.1:1/x.git').heads.fetch(8, absent)).rejects.toThrow(TransientError);
  });

  it('is dropped when five hundred newer ones are here', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const { branch, heads } = follow(repository.dir, { stateDir });
    const tip = await branch.refresh();
    const mirror = onlyMirror(stateDir);
    const refs = Array.from({ length: 505 }, (_, index) => `create refs/homeamp/pull/${index + 1} ${tip}\n`);
    writeFileSync(join(mirror, 'input'), refs.join(''));
    repository.git('-C', mirror, '-c', `alias.fill=!git update-ref --stdin < ${mirror}/input`, 'fill');
    const head = sha(repository.commit('change'));
    repository.git('update-ref', 'refs/pull/900/head', head);
    expect(await heads.fetch(900, head)).toBe(true);
    const kept = repository.git(
      `--git-dir=${mirror}`,
      'for-each-ref',
      '--format=%(refname)',
      'refs/homeamp/pull',
    );
    expect(kept.split('\n')).toHaveLength(500);
    expect(kept).toContain('refs/homeamp/pull/900');
    expect(kept.split('\n')).not.toContain('refs/homeamp/pull/6');
  });
});
