import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createFollowedRepository, type FollowedRepository } from '../../../../src/adapters/git/index.ts';
import { type CommitSha, parseCommitSha } from '../../../../src/core/model/revision.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Options = Parameters<typeof createFollowedRepository>[0];

export const FLEET = { 'desired-state/fleet.yaml': 'a: 1\n', 'templates/motd.txt': 'hi' };

/** Follows the main branch into a new state folder, unless `more` says otherwise. */
export function follow(location: string, more: Partial<Options> = {}): FollowedRepository {
  return createFollowedRepository({
    location,
    branch: 'main',
    stateDir: temporaryFolder(),
    pullRefs: 'github',
    ...more,
  });
}

export function sha(text: string): CommitSha {
  const parsed = parseCommitSha(text);
  if (parsed === undefined) throw new Error(`${text} is no commit id`);
  return parsed;
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { readonly next?: string }> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof Error) return failure;
  throw new Error('it did not fail');
}

/** Until the running test ends. */
export function replaceEnvironment(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

/** Names in the folder of mirrors, sorted. */
export function mirrorsOf(stateDir: string): readonly string[] {
  return readdirSync(join(stateDir, 'mirrors')).sort();
}

export function onlyMirror(stateDir: string): string {
  return join(stateDir, 'mirrors', mirrorsOf(stateDir)[0] ?? '');
}
