import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeRepositoryFolder } from '../../../src/cli/write-repository-folder.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';

const FILES = new Map([
  ['README.md', 'new'],
  ['.github/CODEOWNERS', 'new'],
  ['desired-state/fleet.yaml', 'new'],
]);

function createFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-write-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const tree = (dir: string) => readdirSync(dir, { recursive: true, withFileTypes: true }).length;

describe('writing a repository into a folder', () => {
  it('makes the folder, and leaves nothing of its own beside', () => {
    const dir = join(createFolder(), 'a/b');
    expect(writeRepositoryFolder(dir, FILES, { force: false })).toEqual([]);
    expect(readdirSync(dir).sort()).toEqual(['.github', 'README.md', 'desired-state']);
  });

  it('merges with folders that are there, keeps their files and says which', () => {
    const dir = createFolder();
    mkdirSync(join(dir, '.github'));
    writeFileSync(join(dir, '.github/other'), 'mine');
    writeFileSync(join(dir, 'README.md'), 'mine');
    expect(writeRepositoryFolder(dir, FILES, { force: false })).toEqual(['README.md']);
    expect(readFileSync(join(dir, 'README.md'), 'utf8')).toBe('mine');
    expect(readdirSync(join(dir, '.github')).sort()).toEqual(['CODEOWNERS', 'other']);
  });

  it.each(['folder', 'file', 'dangling link'])('refuses a desired-state that is a %s', (kind) => {
    const dir = createFolder();
    const owned = join(dir, 'desired-state');
    if (kind === 'folder') mkdirSync(owned);
    else if (kind === 'file') writeFileSync(owned, 'mine');
    else symlinkSync('nowhere', owned);
    expect(() => writeRepositoryFolder(dir, FILES, { force: false })).toThrow(MistakeError);
    expect(tree(dir)).toBe(1);
  });

  it('does not follow a link out of the folder', () => {
    const [dir, elsewhere] = [createFolder(), createFolder()];
    symlinkSync(elsewhere, join(dir, '.github'));
    symlinkSync(elsewhere, join(dir, 'desired-state'));
    writeRepositoryFolder(dir, FILES, { force: true });
    expect(tree(elsewhere)).toBe(0);
    expect(readFileSync(join(dir, 'desired-state/fleet.yaml'), 'utf8')).toBe('new');
  });

  it('says so where there can be no folder', () => {
    const dir = createFolder();
    writeFileSync(join(dir, 'file'), '');
    expect(() => writeRepositoryFolder(join(dir, 'file/network'), FILES, { force: false })).toThrow(
      /can't be written \(ENOTDIR\)/,
    );
  });

  it('refuses a path that leaves the folder', () => {
    const dir = createFolder();
    const files = new Map([...FILES, ['../outside', 'x']]);
    expect(() => writeRepositoryFolder(dir, files, { force: false })).toThrow(/can't have the file/);
    expect([existsSync(join(dir, '../outside')), tree(dir)]).toEqual([false, 0]);
  });
});
