import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stamp } from '../answers/account.ts';
import { gitCommitOf, gitRefOf, gitTreeOf } from '../answers/git-object.ts';
import { type Call, created, nameIn, ok, textIn } from '../call.ts';
import { followHeads } from '../follow-heads.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Operations } from './operation.ts';

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly content: string;
}

export const gitDataOperations: Operations = {
  'git/get-commit': ({ world }, call) => {
    const sha = nameIn(call, 'commit_sha');
    if (!world.hasCommit(sha)) throw notFound();
    return ok(gitCommitOf(world, sha));
  },

  'git/create-tree': ({ world }, call) => {
    assertMayPush(world);
    return created(gitTreeOf(world, makeTree(world, call)));
  },

  'git/create-commit': ({ world }, call) => {
    assertMayPush(world);
    const tree = textIn(call, 'tree') ?? '';
    const parents = listIn(call, 'parents').map(String);
    if (!isTree(world, tree)) throw invalid('Tree SHA does not exist');
    if (!parents.every((parent) => world.hasCommit(parent))) throw invalid('Parent SHA does not exist');
    const person = { NAME: call.caller.login, EMAIL: `${call.caller.login}@example.org` };
    const at = stamp(world.parts.now());
    const env = Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => [
        ...Object.entries(person).map(([fact, text]) => [`GIT_${role}_${fact}`, text]),
        [`GIT_${role}_DATE`, at],
      ]),
    );
    const order = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
    return created(
      gitCommitOf(world, world.parts.git.run(order, { env, input: textIn(call, 'message') ?? '' })),
    );
  },

  'git/create-ref': ({ world }, call) => {
    assertMayPush(world);
    const ref = textIn(call, 'ref') ?? '';
    if (!/^refs\/heads\/./.test(ref)) throw invalid('Reference name must start with refs/heads/');
    if (world.parts.git.resolve(ref) !== undefined) throw invalid('Reference already exists');
    return created(gitRefOf(world, moveRef(world, ref, call)));
  },

  'git/update-ref': ({ world }, call) => {
    assertMayPush(world);
    const ref = `refs/${decodeURIComponent(nameIn(call, 'ref'))}`;
    const before = world.parts.git.resolve(ref);
    if (before === undefined) throw invalid('Reference does not exist');
    const isForced = call.body.get('force') === true;
    if (!isForced && !world.parts.git.isAncestor(before, textIn(call, 'sha') ?? '')) {
      throw invalid('Update is not a fast forward');
    }
    return ok(gitRefOf(world, moveRef(world, ref, call)));
  },
};

function assertMayPush(world: World): void {
  if (world.parts.access.push === false) throw new Refusal(403, 'Resource not accessible by integration');
}

function moveRef(world: World, ref: string, call: Call): { readonly ref: string; readonly sha: string } {
  const sha = textIn(call, 'sha') ?? '';
  if (!world.hasCommit(sha)) throw invalid('Object does not exist');
  world.parts.git.updateRef(ref, sha);
  followHeads(world);
  return { ref, sha };
}

/** The base's tree with these files in place of its own. */
function makeTree(world: World, call: Call): string {
  const { git } = world.parts;
  const base = textIn(call, 'base_tree');
  if (base !== undefined && !isTree(world, base)) throw notFound();
  const index = join(git.path, `tree-${world.nextId()}.index`);
  const env = { GIT_INDEX_FILE: index };
  try {
    git.run(base === undefined ? ['read-tree', '--empty'] : ['read-tree', base], { env });
    for (const { path, mode, content } of listIn(call, 'tree').map(entryOf)) {
      const blob = git.run(['hash-object', '-w', '--stdin'], { input: content });
      git.run(['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`], { env });
    }
    return git.run(['write-tree'], { env });
  } finally {
    rmSync(index, { force: true });
  }
}

function isTree(world: World, sha: string): boolean {
  return /^[0-9a-f]{40}$/.test(sha) && world.parts.git.try(['cat-file', '-t', sha]).text === 'tree';
}

function entryOf(entry: unknown): TreeEntry {
  const fields = new Map<string, unknown>(Object.entries(typeof entry === 'object' ? (entry ?? {}) : {}));
  return {
    path: String(fields.get('path') ?? ''),
    mode: String(fields.get('mode') ?? '100644'),
    content: String(fields.get('content') ?? ''),
  };
}

function listIn(call: Call, name: string): readonly unknown[] {
  const value = call.body.get(name);
  return Array.isArray(value) ? value : [];
}
