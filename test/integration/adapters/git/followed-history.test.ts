import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import type { CommitSha } from '../../../../src/core/model/revision.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FLEET, failureOf, follow, replaceEnvironment, sha } from './followed-samples.ts';
import { createRepository, type TestRepository } from './repository.ts';

/** A branch off `main` with these files. */
function branchOff(
  repository: TestRepository,
  name: string,
  files: Readonly<Record<string, string>>,
): CommitSha {
  repository.git('checkout', '--quiet', '-b', name, 'main');
  repository.write(files);
  const head = repository.commit(name);
  repository.git('checkout', '--quiet', 'main');
  return sha(head);
}

/** Everything of a repository's branches, followed on main. */
async function followAll(repository: TestRepository): Promise<ReturnType<typeof follow>> {
  const followed = follow(repository.dir);
  await followed.branch.refresh();
  const refs = repository.git('for-each-ref', '--format=%(objectname)', 'refs/heads').split('\n');
  for (const [index, head] of refs.entries()) {
    repository.git('update-ref', `refs/pull/${index + 1}/head`, head);
    expect(await followed.heads.fetch(index + 1, sha(head))).toBe(true);
  }
  return followed;
}

describe('the line of a branch', () => {
  it('has merges, squashes and rebased commits in the order of the branch, with what each is', async () => {
    const repository = createRepository(FLEET);
    const from = sha(repository.git('rev-parse', 'HEAD'));
    branchOff(repository, 'feature', { 'templates/new.txt': 'x' });
    repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge feature', 'feature');
    const merge = repository.git('rev-parse', 'HEAD');
    branchOff(repository, 'squashed', { 'templates/more.txt': 'x' });
    repository.git('merge', '--quiet', '--squash', 'squashed');
    repository.git('commit', '--quiet', '--author', 'B <b@example.org>', '-m', 'Squash\n\nof several');
    repository.write({ 'README.md': 'nothing of ours' });
    const last = sha(repository.commit('readme'));
    const { branch, history } = follow(repository.dir);
    await branch.refresh();
    const line = await history.line(from, last, 10);
    if (line.kind !== 'line') throw new Error(line.kind);
    expect(line.commits.map(({ subject }) => subject)).toEqual(['Merge feature', 'Squash', 'readme']);
    expect(line.commits.map(({ authorEmail }) => authorEmail)).toEqual([
      'a@example.org',
      'b@example.org',
      'a@example.org',
    ]);
    const [merged, squashed, readme] = line.commits;
    expect(merged).toMatchObject({ sha: merge, parents: [from, repository.git('rev-parse', 'feature')] });
    expect(readme?.treeId).toBe(squashed?.treeId);
    expect(squashed?.treeId).not.toBe(merged?.treeId);
    expect(readme?.treeId).toBe((await history.at(last).readTree(undefined)).treeId);
    expect(await history.commit(last)).toEqual(readme);
    expect(await history.line(last, last, 10)).toEqual({ kind: 'line', commits: [] });
    expect(await history.line(from, last, 2)).toEqual({ kind: 'too-long' });
  });

  it('is rewritten when the start is not on it: amended, merged from aside, later, or never here', async () => {
    const repository = createRepository(FLEET);
    const first = sha(repository.git('rev-parse', 'HEAD'));
    const aside = branchOff(repository, 'aside', { 'templates/new.txt': 'x' });
    repository.write({ 'templates/other.txt': 'x' });
    repository.commit('beside');
    repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge aside', 'aside');
    const { branch, history } = follow(repository.dir);
    const tip = await branch.refresh();
    expect(await history.line(aside, tip, 10)).toEqual({ kind: 'rewritten' });
    expect(await history.line(tip, first, 10)).toEqual({ kind: 'rewritten' });
    expect(await history.line(sha('1'.repeat(40)), tip, 10)).toEqual({ kind: 'rewritten' });
    repository.git('reset', '--quiet', '--hard', first);
    repository.commit('another way');
    expect(await history.line(tip, await branch.refresh(), 10)).toEqual({ kind: 'rewritten' });
    await expect(history.line(tip, sha('2'.repeat(40)), 10)).rejects.toThrow(TransientError);
    await expect(history.commit(sha('2'.repeat(40)))).rejects.toThrow(TransientError);
    await expect(history.at(sha('2'.repeat(40))).readTree(undefined)).rejects.toThrow(TransientError);
  });

  it('shows subjects and addresses without characters that could mislead', async () => {
    const repository = createRepository(FLEET);
    const author = 'A\u001b[1m <a\u202e@example.org>';
    repository.git(
      'commit',
      '--quiet',
      '--allow-empty',
      '--author',
      author,
      '-m',
      'red \u001b[31m\u202e text',
    );
    const { branch, history } = follow(repository.dir);
    const commit = await history.commit(await branch.refresh());
    expect(commit).toMatchObject({ subject: 'red [31m text', authorEmail: 'a@example.org' });
  });
});

describe('a merge', () => {
  it('gives the tree of both sides, which reads as the head commit', async () => {
    const repository = createRepository(FLEET);
    const head = branchOff(repository, 'feature', { 'desired-state/new.md': 'new' });
    repository.write({ 'templates/motd.txt': 'ho' });
    const base = sha(repository.commit('meanwhile'));
    const { history } = await followAll(repository);
    const merged = await history.merge(base, head);
    if (merged.kind !== 'merged') throw new Error(merged.kind);
    const tree = await merged.source.readTree('any ref');
    expect([...tree.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['desired-state/fleet.yaml', 'a: 1\n'],
      ['desired-state/new.md', 'new'],
      ['templates/motd.txt', 'ho'],
    ]);
    expect(tree.revision).toEqual({ kind: 'commit', sha: head, subject: 'feature' });
    expect(await merged.source.identify(undefined)).toEqual({
      revision: tree.revision,
      treeId: merged.treeId,
    });
    repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature');
    const { branch, history: later } = follow(repository.dir);
    expect((await later.commit(await branch.refresh())).treeId).toBe(merged.treeId);
  });

  it('of what is merged already gives the base', async () => {
    const repository = createRepository(FLEET);
    const head = branchOff(repository, 'feature', { 'templates/new.txt': 'x' });
    repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature');
    const { branch, history } = follow(repository.dir);
    const base = await branch.refresh();
    const merged = await history.merge(base, head);
    expect(merged).toMatchObject({ kind: 'merged', treeId: (await history.commit(base)).treeId });
  });

  it('that conflicts names twenty paths at most, safe to show', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `templates/${String(index).padStart(2, '0')}.txt`);
    const filled = (text: string) => Object.fromEntries(many.map((path) => [path, text]));
    const evil = 'desired-state/\u001b[31m\u202e.md';
    const repository = createRepository({ ...FLEET, ...filled('one'), [evil]: 'one' });
    const head = branchOff(repository, 'feature', { ...filled('two'), [evil]: 'two' });
    repository.write({ ...filled('three'), [evil]: 'three' });
    const base = sha(repository.commit('meanwhile'));
    const { history } = await followAll(repository);
    const merged = await history.merge(base, head);
    if (merged.kind !== 'conflict') throw new Error(merged.kind);
    expect(merged.paths).toHaveLength(20);
    expect(merged.paths[1]).toBe('templates/00.txt');
    expect(merged.paths.join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('of unrelated histories is a conflict without paths', async () => {
    const repository = createRepository(FLEET);
    const base = sha(repository.git('rev-parse', 'HEAD'));
    repository.git('checkout', '--quiet', '--orphan', 'stranger');
    const head = sha(repository.commit('stranger'));
    repository.git('checkout', '--quiet', 'main');
    const { history } = await followAll(repository);
    expect(await history.merge(base, head)).toEqual({ kind: 'conflict', paths: [] });
    await expect(history.merge(base, sha('1'.repeat(40)))).rejects.toThrow(TransientError);
  });

  it('refuses links and submodules in what it gives, and a merge without desired-state', async () => {
    const repository = createRepository(FLEET);
    repository.git('checkout', '--quiet', '-b', 'feature');
    const blob = repository.git('rev-parse', 'HEAD:templates/motd.txt');
    const commit = repository.git('rev-parse', 'HEAD');
    repository.git('update-index', '--add', '--cacheinfo', `120000,${blob},templates/link`);
    repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},templates/module`);
    repository.git('commit', '--quiet', '-m', 'hostile');
    const head = sha(repository.git('rev-parse', 'HEAD'));
    repository.git('checkout', '--quiet', '--force', 'main');
    repository.git('checkout', '--quiet', '-b', 'empty');
    repository.git('rm', '--quiet', '-r', 'desired-state');
    const empty = sha(repository.commit('nothing left'));
    repository.git('checkout', '--quiet', 'main');
    const { history, branch } = await followAll(repository);
    const base = await branch.refresh();
    const merged = await history.merge(base, head);
    if (merged.kind !== 'merged') throw new Error(merged.kind);
    const { files, refused } = await merged.source.readTree(undefined);
    expect([...files.keys()]).toEqual(['desired-state/fleet.yaml', 'templates/motd.txt']);
    expect(refused.map(({ path }) => path)).toEqual(['templates/link', 'templates/module']);
    const bare = await history.merge(base, empty);
    if (bare.kind !== 'merged') throw new Error(bare.kind);
    await expect(bare.source.readTree(undefined)).rejects.toThrow(MistakeError);
  });

  it('runs no merge driver, filter or hook that the repository or the user asks for', async () => {
    const lines = (first: string, last: string) => ({ 'templates/motd.txt': `${first}\n\n\n\n${last}\n` });
    const attributes = { '.gitattributes': '* merge=evil filter=evil diff=evil\n' };
    const repository = createRepository({ ...FLEET, ...attributes, ...lines('one', 'two') });
    const head = branchOff(repository, 'feature', lines('ONE', 'two'));
    repository.write(lines('one', 'TWO'));
    const base = sha(repository.commit('meanwhile'));
    const home = temporaryFolder();
    const marker = join(home, 'ran');
    for (const key of ['merge.evil.driver', 'filter.evil.smudge', 'diff.evil.command', 'core.fsmonitor']) {
      repository.git('config', key, `touch ${marker}`);
      repository.git('config', '--file', join(home, '.gitconfig'), key, `touch ${marker}`);
    }
    repository.git('config', 'uploadpack.packObjectsHook', `touch ${marker}; false`);
    for (const hook of ['reference-transaction', 'post-merge', 'pre-auto-gc', 'post-update']) {
      writeFileSync(join(repository.dir, '.git/hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, {
        mode: 0o755,
      });
    }
    replaceEnvironment('HOME', home);
    const { branch, history, heads } = follow(repository.dir);
    expect(await branch.refresh()).toBe(base);
    mkdirSync(join(repository.dir, '.git/refs/pull/1'), { recursive: true });
    writeFileSync(join(repository.dir, '.git/refs/pull/1/head'), `${head}\n`);
    expect(await heads.fetch(1, head)).toBe(true);
    const merged = await history.merge(base, head);
    if (merged.kind !== 'merged') throw new Error(merged.kind);
    const { files } = await merged.source.readTree(undefined);
    expect(Buffer.from(files.get('templates/motd.txt') ?? []).toString()).toBe('ONE\n\n\n\nTWO\n');
    expect(existsSync(marker)).toBe(false);
  });

  it('needs a git that can, and says so', async () => {
    const repository = createRepository(FLEET);
    const { branch, history } = follow(repository.dir);
    const base = await branch.refresh();
    const bin = temporaryFolder();
    writeFileSync(join(bin, 'git'), '#!/bin/sh\necho "usage: git merge-tree" >&2\nexit 129\n');
    chmodSync(join(bin, 'git'), 0o755);
    replaceEnvironment('PATH', bin);
    const failure = await failureOf(history.merge(base, base));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('2.38');
  });
});
