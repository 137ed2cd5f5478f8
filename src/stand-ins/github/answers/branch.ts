import type { World } from '../world.ts';
import { accountOf, nodeId, stamp } from './account.ts';

type Json = Readonly<Record<string, unknown>>;

/** A branch with its newest commit, as far as GitHub's description demands it. */
export function branchOf(world: World, { name, sha }: { readonly name: string; readonly sha: string }): Json {
  const url = `${world.repositoryUrl}/branches/${name}`;
  const isProtected = world.parts.access.protectedBranches?.includes(name) ?? false;
  return {
    name,
    commit: commitOf(world, sha),
    _links: { html: `${world.origin}/tree/${name}`, self: url },
    protected: isProtected,
    protection: { enabled: isProtected },
    protection_url: `${url}/protection`,
  };
}

function commitOf(world: World, sha: string): Json {
  const url = `${world.repositoryUrl}/commits/${sha}`;
  const person = { name: 'alice', email: 'alice@example.org', date: stamp(0) };
  const author = accountOf(world, 'alice');
  return {
    url,
    sha,
    node_id: nodeId('C', 1),
    html_url: url,
    comments_url: `${url}/comments`,
    commit: { url, author: person, committer: person, message: '', tree: { sha, url }, comment_count: 0 },
    author,
    committer: author,
    parents: [],
  };
}
