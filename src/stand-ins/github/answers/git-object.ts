import type { World } from '../world.ts';
import { nodeId } from './account.ts';

type Json = Readonly<Record<string, unknown>>;

/** A commit as the database of Git holds it. */
export function gitCommitOf(world: World, sha: string): Json {
  const { git } = world.parts;
  const format = '%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B';
  const [tree = '', parents = '', ...rest] = git.run(['show', '-s', `--format=${format}`, sha]).split('\n');
  const [authorName, authorEmail, authored, name, email, date, ...message] = rest;
  const url = `${world.repositoryUrl}/git/commits/${sha}`;
  return {
    sha,
    node_id: nodeId('C', 1),
    url,
    html_url: `${world.origin}/${world.parts.owner}/${world.parts.name}/commit/${sha}`,
    author: { name: authorName, email: authorEmail, date: authored },
    committer: { name, email, date },
    tree: { sha: tree, url: `${world.repositoryUrl}/git/trees/${tree}` },
    message: message.join('\n').trimEnd(),
    parents: parents
      .split(' ')
      .filter((parent) => parent !== '')
      .map((parent) => ({ sha: parent, url: `${world.repositoryUrl}/git/commits/${parent}`, html_url: url })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  };
}

/** A tree with its own entries; those of its folders are not listed. */
export function gitTreeOf(world: World, sha: string): Json {
  const lines = world.parts.git.run(['ls-tree', sha]).split('\n');
  return {
    sha,
    url: `${world.repositoryUrl}/git/trees/${sha}`,
    truncated: false,
    tree: lines.flatMap((line) => {
      const [, mode, type, entry, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/.exec(line) ?? [];
      return path === undefined ? [] : [{ path, mode, type, sha: entry }];
    }),
  };
}

export function gitRefOf(world: World, { ref, sha }: { readonly ref: string; readonly sha: string }): Json {
  return {
    ref,
    node_id: nodeId('REF', 1),
    url: `${world.repositoryUrl}/git/${ref}`,
    object: { type: 'commit', sha, url: `${world.repositoryUrl}/git/commits/${sha}` },
  };
}
