import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../../src/core/model/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FLEET, follow, mirrorsOf, onlyMirror, sha } from './followed-samples.ts';
import { createRepository, type TestRepository } from './repository.ts';

/** One pack of everything, as a server gives it to a mirror. */
function truncatePack(mirror: string): void {
  const folder = join(mirror, 'objects/pack');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.pack'))) {
    truncateSync(join(folder, name), 40);
  }
}

/** Enough files that git keeps what it fetches as a pack. */
function createLargeRepository(): TestRepository {
  const files = Array.from({ length: 150 }, (_, index) => [`desired-state/${index}.md`, `text ${index}`]);
  return createRepository({ ...FLEET, ...Object.fromEntries(files) });
}

describe('a mirror', () => {
  it('whose pack was cut is made anew at the next refresh, with the commits that are kept', async () => {
    const repository = createLargeRepository();
    const stateDir = temporaryFolder();
    const { branch, history } = follow(repository.dir, { stateDir });
    const first = await branch.refresh();
    await branch.keep('applied', first);
    truncatePack(onlyMirror(stateDir));
    await expect(history.at(first).readTree(undefined)).rejects.toThrow(TransientError);
    expect(await branch.refresh()).toBe(first);
    expect((await history.at(first).readTree(undefined)).files.size).toBe(152);
    expect(mirrorsOf(stateDir).map((name) => name.replace(/^[0-9a-f]+/, ''))).toEqual([
      '.git',
      '.git.damaged',
    ]);
    expect(readFileSync(join(onlyMirror(stateDir), 'refs/homeamp/keep/applied'), 'utf8').trim()).toBe(first);
  });

  it('that lost a blob alone is made anew too', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const { branch, history } = follow(repository.dir, { stateDir });
    const tip = await branch.refresh();
    const blob = repository.git('rev-parse', 'HEAD:templates/motd.txt');
    const file = join(onlyMirror(stateDir), 'objects', blob.slice(0, 2), blob.slice(2));
    truncateSync(file, 3);
    await expect(history.at(tip).readTree(undefined)).rejects.toThrow(TransientError);
    await branch.refresh();
    expect((await history.at(tip).readTree(undefined)).files.size).toBe(2);
  });

  it('that is damaged while the remote is away stays where it is', async () => {
    const repository = createLargeRepository();
    const bare = join(temporaryFolder(), 'bare.git');
    repository.git('clone', '--quiet', '--bare', repository.dir, bare);
    const stateDir = temporaryFolder();
    const { branch, history } = follow(`file://${bare}`, { stateDir });
    const tip = await branch.refresh();
    truncatePack(onlyMirror(stateDir));
    await expect(history.at(tip).readTree(undefined)).rejects.toThrow(TransientError);
    repository.git('--git-dir', bare, 'config', 'core.repositoryFormatVersion', '99');
    await expect(branch.refresh()).rejects.toThrow();
    expect(mirrorsOf(stateDir)).toHaveLength(1);
  });

  it('with the lock of a git that was killed long ago goes on by itself', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const { branch } = follow(repository.dir, { stateDir });
    await branch.refresh();
    const second = repository.commit('second');
    const [ref = ''] = readdirSync(join(onlyMirror(stateDir), 'refs/homeamp/tip'));
    const lock = join(onlyMirror(stateDir), 'refs/homeamp/tip', `${ref}.lock`);
    writeFileSync(lock, '');
    await expect(branch.refresh()).rejects.toThrow(TransientError);
    expect(mirrorsOf(stateDir)).toHaveLength(1);
    const longAgo = new Date(Date.now() - 60 * 60_000);
    utimesSync(lock, longAgo, longAgo);
    await expect(branch.refresh()).rejects.toThrow(TransientError);
    expect(await branch.refresh()).toBe(second);
    const keep = join(onlyMirror(stateDir), 'refs/homeamp/keep');
    mkdirSync(keep);
    writeFileSync(join(keep, 'good.lock'), '');
    utimesSync(join(keep, 'good.lock'), longAgo, longAgo);
    await expect(branch.keep('good', sha(second))).rejects.toThrow(TransientError);
    await branch.refresh();
    await branch.keep('good', sha(second));
    expect(readdirSync(keep)).toEqual(['good']);
  });

  it('that lost a kept commit is not taken for a branch that was rewritten', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    const { branch, history } = follow(repository.dir, { stateDir });
    const first = await branch.refresh();
    await branch.keep('applied', first);
    repository.commit('second');
    const second = await branch.refresh();
    rmSync(join(onlyMirror(stateDir), 'objects', first.slice(0, 2), first.slice(2)));
    await expect(history.line(first, second, 10)).rejects.toThrow(TransientError);
    await branch.refresh();
    expect(await history.line(first, second, 10)).toMatchObject({ kind: 'line', commits: [{ sha: second }] });
  });

  it('is packed when much has piled up', async () => {
    const repository = createRepository(FLEET);
    const stateDir = temporaryFolder();
    await follow(repository.dir, { stateDir }).branch.refresh();
    const mirror = onlyMirror(stateDir);
    for (const setting of ['gc.autoPackLimit', 'fetch.unpackLimit']) {
      repository.git(`--git-dir=${mirror}`, 'config', setting, '1');
    }
    const { branch } = follow(repository.dir, { stateDir });
    const packs = () => readdirSync(join(mirror, 'objects/pack')).filter((name) => name.endsWith('.pack'));
    await branch.refresh();
    repository.commit('second');
    await branch.refresh();
    repository.commit('third');
    await branch.refresh();
    expect(packs()).toHaveLength(2);
    await follow(repository.dir, { stateDir }).branch.refresh();
    expect(packs()).toHaveLength(1);
  });
});
