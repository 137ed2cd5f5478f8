import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.ts';

/** A real repository for one test. */
export interface TestRepository {
  readonly dir: string;
  git(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string>>): void;
  commit(message: string): string;
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

export function createRepository(files: Readonly<Record<string, string>> = {}): TestRepository {
  const dir = temporaryFolder();
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...IDENTITY,
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', dir, '-c', 'init.defaultBranch=main', ...args], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  const write = (added: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(added)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
  };
  const commit = (message: string): string => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet');
  write(files);
  if (Object.keys(files).length > 0) commit('first commit');
  return { dir, git, write, commit };
}
