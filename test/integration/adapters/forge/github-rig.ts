import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { createGitHubForge, type GitHubForge } from '../../../../src/adapters/forge/index.ts';
import { OperatingError } from '../../../../src/core/model/errors.ts';
import { type CommitSha, parseCommitSha } from '../../../../src/core/model/revision.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import {
  type GitHubStandIn,
  type GitHubStandInOptions,
  startGitHubStandIn,
} from '../../../../src/stand-ins/github/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const TOKEN = 'token-of-the-fleet-5d1c';
export const OWN_LOGIN = 'Fleet-Bot';

type ForgeOptions = Parameters<typeof createGitHubForge>[0];

/** A forge over GitHub's stand-in, with a clock that only the test moves. Ends with the running test. */
export interface GitHubRig {
  readonly standIn: GitHubStandIn;
  readonly clock: { time: number; now(): number };
  /** What the forge told of its requests. */
  readonly told: { operation: string; status: number; remaining: number | undefined }[];
  readonly forge: GitHubForge;
  createForge(options?: Partial<ForgeOptions>): GitHubForge;
  /** An empty commit on top of the branch; a new branch begins at `from`, or with nothing. */
  commit(branch: string, from?: string): CommitSha;
  /** How often the stand-in was asked for this operation. */
  asked(operation: string): number;
}

export async function startGitHubRig(options: Partial<GitHubStandInOptions> = {}): Promise<GitHubRig> {
  const clock = { time: Date.now(), now: () => clock.time };
  const standIn = await startGitHubStandIn({
    folder: temporaryFolder(),
    tokens: { [TOKEN]: OWN_LOGIN },
    now: clock.now,
    ...options,
  });
  onTestFinished(async () => {
    await standIn.close();
    expect(standIn.violations).toEqual([]);
  });
  const told: GitHubRig['told'] = [];
  const createForge: GitHubRig['createForge'] = (more = {}) =>
    createGitHubForge({
      apiUrl: standIn.apiUrl,
      repository: 'acme/network',
      auth: { kind: 'token', token: new Secret(TOKEN) },
      clock,
      onRequest: (request) => told.push(request),
      writeGapMillis: 0,
      ...more,
    });
  return {
    standIn,
    clock,
    told,
    forge: createForge(),
    createForge,
    commit: (branch, from) => commitTo(standIn.bareRepository, branch, from),
    asked: (operation) => standIn.requests.list().filter((request) => request.operation === operation).length,
  };
}

/** The expected failure of a call; whatever is thrown must hold no token, not even deep inside. */
export async function failureOf(call: Promise<unknown>): Promise<OperatingError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(TOKEN);
  if (!(error instanceof OperatingError)) throw new Error(`not an expected failure: ${String(error)}`);
  expect(error.cause).toBeUndefined();
  return error;
}

export function shaOf(text: string): CommitSha {
  const sha = parseCommitSha(text);
  if (sha === undefined) throw new Error(`${text} is not a commit`);
  return sha;
}

function commitTo(bareRepository: string, branch: string, from = branch): CommitSha {
  const tipOf = (name: string) =>
    git(bareRepository, ['for-each-ref', '--format=%(objectname)', `refs/heads/${name}`]);
  const parent = tipOf(branch) || tipOf(from);
  const tree = git(bareRepository, ['mktree']);
  const parents = parent === '' ? [] : ['-p', parent];
  const made = shaOf(git(bareRepository, ['commit-tree', tree, ...parents, '-m', `to ${branch}`]));
  git(bareRepository, ['update-ref', `refs/heads/${branch}`, made]);
  return made;
}

function git(repository: string, args: readonly string[]): string {
  const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' };
  const { status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], {
    env: {
      PATH: process.env['PATH'],
      ...who,
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    },
    encoding: 'utf8',
    input: '',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}
