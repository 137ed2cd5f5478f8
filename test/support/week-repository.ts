import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commitAll,
  gitEnvironment,
  push,
  revert,
  type Sandbox,
  startBranch,
  tipOf,
} from '../../src/demo/sandbox.ts';

/** A text in a plugin's baseline that becomes another. */
export interface BaselineChange {
  readonly plugin: string;
  readonly from: string;
  readonly to: string;
}

/** Merges a branch with these changes; gives the merge commit. */
export function mergeChanges(sandbox: Sandbox, name: string, changes: readonly BaselineChange[]): string {
  const branch = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  startBranch(sandbox, branch);
  for (const { plugin, from, to } of changes) {
    const path = join(sandbox.clone, `desired-state/baselines/${plugin}.md`);
    const before = readFileSync(path, 'utf8');
    if (before.split(from).length !== 2)
      throw new Error(`the baseline of ${plugin} does not hold ${from} once`);
    writeFileSync(
      path,
      before.replace(from, () => to),
    );
  }
  commitAll(sandbox, name);
  return mergeBranch(sandbox, branch);
}

/** Merges a branch that takes a merge back; gives the merge commit. */
export function mergeRevert(sandbox: Sandbox, commit: string): string {
  const branch = `revert-${commit.slice(0, 8)}`;
  startBranch(sandbox, branch);
  revert(sandbox, commit);
  return mergeBranch(sandbox, branch);
}

function mergeBranch(sandbox: Sandbox, branch: string): string {
  git(sandbox, 'switch', '--quiet', 'main');
  git(sandbox, 'merge', '--quiet', '--no-ff', '--no-edit', branch);
  push(sandbox);
  return tipOf(sandbox, 'main');
}

function git({ clone }: Sandbox, ...args: readonly string[]): void {
  const who = [
    '-c',
    'user.name=Alice Admin',
    '-c',
    'user.email=alice@example.org',
    '-c',
    'commit.gpgSign=false',
  ];
  execFileSync('git', [...who, ...args], { cwd: clone, env: gitEnvironment(), stdio: 'pipe' });
}
