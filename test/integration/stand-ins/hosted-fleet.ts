import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  type GitHubStandIn,
  type GitHubStandInOptions,
  startGitHubStandIn,
} from '../../../src/stand-ins/github/index.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';

export const TOKEN = 'good-token';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'alice',
  GIT_AUTHOR_EMAIL: 'alice@example.org',
  GIT_COMMITTER_NAME: 'alice',
  GIT_COMMITTER_EMAIL: 'alice@example.org',
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a server said is looked at field by field
  readonly body: any;
}

/** The stand-in with a work tree that pushes to its bare repository by path. */
export interface HostedFleet {
  readonly hub: GitHubStandIn;
  readonly work: string;
  git(...args: readonly string[]): string;
  /** Commits these files on a branch, made from main when it is new, pushes it and gives the commit. */
  push(branch: string, files: Readonly<Record<string, string>>): string;
  call(
    method: string,
    path: string,
    more?: {
      readonly body?: unknown;
      readonly token?: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Reply>;
  get(path: string): Promise<Reply>;
}

/** Starts with one commit on main. Ends with the running test, which fails if an answer strayed from GitHub's description. */
export async function hostedFleet(options: Partial<GitHubStandInOptions> = {}): Promise<HostedFleet> {
  const folder = temporaryFolder();
  const hub = await startGitHubStandIn({ folder, tokens: { [TOKEN]: 'fleet-bot' }, ...options });
  onTestFinished(async () => {
    await hub.close();
    expect(hub.violations).toEqual([]);
  });
  const work = join(folder, 'work');
  const git = (...args: readonly string[]): string => runGit(work, args);
  const push = (branch: string, files: Readonly<Record<string, string>>): string => {
    const isNew = git('branch', '--list', branch) === '';
    if (isNew && branch !== 'main') git('switch', '--quiet', '--create', branch, 'main');
    else git('switch', '--quiet', branch);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', `change ${Object.keys(files).join(' ')}`);
    git('push', '--quiet', hub.bareRepository, branch);
    return git('rev-parse', 'HEAD');
  };
  const call: HostedFleet['call'] = async (method, path, more = {}) => {
    const response = await fetch(`${hub.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${more.token ?? TOKEN}`, ...more.headers },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  mkdirSync(work);
  git('init', '--quiet', '--initial-branch=main');
  const fleet = { hub, work, git, push, call, get: (path: string) => call('GET', path) };
  pushFirst(fleet);
  return fleet;
}

export const REPO = '/repos/acme/network';

export function runGit(folder: string, args: readonly string[]): string {
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...IDENTITY,
  };
  return execFileSync('git', ['-C', folder, ...args], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function pushFirst({ git, work, hub }: Pick<HostedFleet, 'git' | 'work' | 'hub'>): void {
  writeFileSync(join(work, 'README.md'), 'first\n');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'first commit');
  git('push', '--quiet', hub.bareRepository, 'main');
}
