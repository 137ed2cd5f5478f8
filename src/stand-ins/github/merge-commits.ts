import type { BareRepository } from './bare-repository.ts';
import { Refusal } from './refusal.ts';

/** One merge to be made. */
export interface MergeOrder {
  /** The base's tip. */
  readonly onto: string;
  readonly head: string;
  readonly message: string;
  readonly author: string;
  readonly committer: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A commit with both as parents. */
export function makeMergeCommit(git: BareRepository, order: MergeOrder): string {
  const tree = mergeTrees(git, order.onto, order.head);
  return commitTree(git, { ...order, tree, parents: [order.onto, order.head] });
}

/** One commit on the base with all that the head brings. */
export function makeSquashCommit(git: BareRepository, order: MergeOrder): string {
  const tree = mergeTrees(git, order.onto, order.head);
  return commitTree(git, { ...order, tree, parents: [order.onto] });
}

/** A copy of each commit of the head on the base, oldest first, with their own authors and messages. */
export function makeRebasedCommits(git: BareRepository, order: MergeOrder): readonly string[] {
  const originals = git
    .commitsBetween(order.onto, order.head)
    .filter((sha) => git.run(['rev-list', '--parents', '-1', sha]).split(' ').length === 2);
  const copies: string[] = [];
  for (const original of originals)
    copies.push(copyCommit(git, original, copies.at(-1) ?? order.onto, order));
  return copies;
}

function copyCommit(git: BareRepository, original: string, onto: string, order: MergeOrder): string {
  const format = '--format=%an%n%ae%n%aI%n%B';
  const [name = '', email = '', date = '', ...message] = git.run(['log', '-1', format, original]).split('\n');
  const author = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date };
  const tree = pickTree(git, original, onto);
  return git.run(['commit-tree', tree, '-p', onto], {
    input: `${message.join('\n')}\n`,
    env: { ...identityOf('COMMITTER', order.committer, order.at), ...author },
  });
}

/**
 * The tree that `original`'s own change gives on top of `onto`. Two made-up commits share the original's parent tree
 * as their only ancestor, which is how `merge-tree` of any git can be told what to merge from.
 */
function pickTree(git: BareRepository, original: string, onto: string): string {
  const made = (tree: string, parents: readonly string[]): string =>
    commitTree(git, {
      tree,
      parents,
      message: 'a step of a rebase',
      author: 'web-flow',
      committer: 'web-flow',
      at: 0,
    });
  const from = made(`${original}^^{tree}`, []);
  return mergeTrees(git, made(`${onto}^{tree}`, [from]), made(`${original}^{tree}`, [from]));
}

function mergeTrees(git: BareRepository, ours: string, theirs: string): string {
  const { exitCode, text } = git.try([
    'merge-tree',
    '--write-tree',
    '--allow-unrelated-histories',
    ours,
    theirs,
  ]);
  if (exitCode !== 0) throw new Refusal(405, 'Pull Request is not mergeable');
  return text.split('\n')[0] ?? '';
}

interface NewCommit extends Omit<MergeOrder, 'onto' | 'head'> {
  readonly tree: string;
  readonly parents: readonly string[];
}

function commitTree(git: BareRepository, commit: NewCommit): string {
  const tree = git.run(['rev-parse', '--verify', commit.tree]);
  return git.run(['commit-tree', tree, ...commit.parents.flatMap((parent) => ['-p', parent])], {
    input: `${commit.message}\n`,
    env: {
      ...identityOf('AUTHOR', commit.author, commit.at),
      ...identityOf('COMMITTER', commit.committer, commit.at),
    },
  });
}

function identityOf(
  role: 'AUTHOR' | 'COMMITTER',
  login: string,
  at: number,
): Readonly<Record<string, string>> {
  return {
    [`GIT_${role}_NAME`]: login,
    [`GIT_${role}_EMAIL`]: `${login}@users.noreply.example.org`,
    [`GIT_${role}_DATE`]: `@${Math.floor(at / 1000)} +0000`,
  };
}
