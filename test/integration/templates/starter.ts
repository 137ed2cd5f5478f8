import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createRepository, type TestRepository } from '../adapters/git/repository.ts';

export const ROOT = join(import.meta.dirname, '../../..');
const STARTER = join(ROOT, 'templates/repository');
const MAIN = join(ROOT, 'dist/main.js');

/** The starter's files by the path that they get in somebody's repository. */
export function starterFiles(): Readonly<Record<string, string>> {
  const entries = readdirSync(STARTER, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [targetPath(relative(STARTER, path)), readFileSync(path, 'utf8')]),
  );
}

/** One file of the starter; throws when it is not there. */
export function starterFile(path: string): string {
  const text = starterFiles()[path];
  if (text === undefined) throw new Error(`the starter has no ${path}`);
  return text;
}

/** A fresh repository with the starter committed, and these files changed afterwards. */
export function createStarter(changed: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = createRepository(starterFiles());
  repository.write(changed);
  return repository;
}

/** Runs the built command in a folder. */
export function homeamp(cwd: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: cwd },
  });
  return { status, stdout, stderr };
}

/** Runs a step as GitHub's Linux runners do, with the built command on its path. */
export function runStep(cwd: string, script: string) {
  const define = `homeamp() { "${process.execPath}" "${MAIN}" "$@"; }\n`;
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', define + script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: cwd, GITHUB_ACTIONS: 'true' },
  });
  return { status, stdout, stderr };
}

/** npm packs no file called `.gitignore`, so the starter keeps it under another name. */
function targetPath(path: string): string {
  return path === 'gitignore' ? '.gitignore' : path;
}
