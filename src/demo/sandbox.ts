import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hurryTimes } from './hurry-times.ts';
import { packageRoot } from './package-files.ts';

/** Where everything of a demo lies. */
export interface Sandbox {
  readonly dir: string;
  /** The bare repository that agents would pull. */
  readonly repository: string;
  /** An admin's clone of it. */
  readonly clone: string;
  /** NAME=value lines that stand for a host's secrets. */
  readonly secretsFile: string;
  readonly instancesOf: (host: string) => string;
  readonly stateOf: (host: string) => string;
  /** The folder that both hosts put their reports into. */
  readonly reports: string;
  /** The settings of a host's agent. */
  readonly settingsOf: (host: string) => string;
  /** The token with which a host's agent goes to GitHub. */
  readonly tokenOf: (host: string) => string;
  /** The password with which a host's agent goes to AMP. */
  readonly ampPasswordOf: (host: string) => string;
}

export function sandboxAt(dir: string): Sandbox {
  return {
    dir,
    repository: join(dir, 'fleet.git'),
    clone: join(dir, 'clone'),
    secretsFile: join(dir, 'secrets.env'),
    instancesOf: (host) => join(dir, 'hosts', host, '.ampdata/instances'),
    stateOf: (host) => join(dir, 'hosts', host, 'state'),
    reports: join(dir, 'reports'),
    settingsOf: (host) => join(dir, 'hosts', host, 'agent.yaml'),
    tokenOf: (host) => join(dir, 'hosts', host, 'github-token'),
    ampPasswordOf: (host) => join(dir, 'hosts', host, 'amp-password'),
  };
}

/** Makes the bare repository with the reference fleet as its first commit, and a clone of it. */
export function createRepository(sandbox: Sandbox): void {
  mkdirSync(sandbox.clone, { recursive: true });
  for (const part of ['desired-state', 'templates']) {
    cpSync(join(packageRoot(), part), join(sandbox.clone, part), { recursive: true });
  }
  hurryTimes(sandbox.clone);
  git(sandbox.clone, ['init', '--quiet', '--initial-branch=main']);
  commitAll(sandbox, 'Describe the fleet as it should be');
  git(sandbox.dir, ['clone', '--quiet', '--bare', sandbox.clone, sandbox.repository]);
  git(sandbox.clone, ['remote', 'add', 'origin', sandbox.repository]);
}

export function commitAll(sandbox: Sandbox, message: string): void {
  git(sandbox.clone, ['add', '--all']);
  git(sandbox.clone, ['commit', '--quiet', '--message', message]);
}

export function push(sandbox: Sandbox): void {
  git(sandbox.clone, ['push', '--quiet', '--set-upstream', 'origin', 'main']);
}

/** Takes a commit back by a new one on top; of a merge commit what it brought. */
export function revert(sandbox: Sandbox, commit: string): void {
  const isMerge = git(sandbox.clone, ['rev-list', '--parents', '-1', commit]).split(' ').length > 2;
  git(sandbox.clone, ['revert', '--no-edit', ...(isMerge ? ['--mainline', '1'] : []), commit]);
}

/** The clone goes to a new branch on top of main. */
export function startBranch(sandbox: Sandbox, name: string): void {
  git(sandbox.clone, ['switch', '--quiet', '--create', name, 'main']);
}

/** The commit that a branch of the clone is at. */
export function tipOf(sandbox: Sandbox, branch: string): string {
  return git(sandbox.clone, ['rev-parse', branch]);
}

/** Brings main of another repository into the clone, and from there into the bare one. */
export function followMain(sandbox: Sandbox, from: string): void {
  git(sandbox.clone, ['switch', '--quiet', 'main']);
  git(sandbox.clone, ['pull', '--quiet', '--ff-only', from, 'main']);
  push(sandbox);
}

const AUTHOR = [
  '-c',
  'user.name=Alice Admin',
  '-c',
  'user.email=alice@example.org',
  '-c',
  'commit.gpgSign=false',
];

/** Git without anybody's own configuration. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
}

function git(folder: string, args: readonly string[]): string {
  return execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...AUTHOR, ...args], {
    cwd: folder,
    env: gitEnvironment(),
    stdio: 'pipe',
    encoding: 'utf8',
  }).trim();
}
