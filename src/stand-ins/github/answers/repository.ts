import type { World } from '../world.ts';
import { accountOf, nodeId, stamp } from './account.ts';

type Json = Readonly<Record<string, unknown>>;

const REPOSITORY_ID = 1;
const FORK_ID = 2;
/** Addresses that GitHub lists and nobody here asks. */
const ADDRESSES = [
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments',
  'downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels',
  'languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags',
  'teams trees',
].flatMap((line) => line.split(' '));

/** The repository, or the one that a fork's pull request comes from. */
export function repositoryOf(world: World, fork?: { readonly owner: string }): Json {
  const { owner: home, name } = world.parts;
  const owner = fork?.owner ?? home;
  const url = `${world.apiUrl}/repos/${owner}/${name}`;
  const web = `${world.origin}/${owner}/${name}`;
  const id = fork === undefined ? REPOSITORY_ID : FORK_ID;
  return {
    ...Object.fromEntries(ADDRESSES.map((address) => [`${address}_url`, `${url}/${address}`])),
    ...FACTS,
    id,
    node_id: nodeId('R', id),
    name,
    full_name: `${owner}/${name}`,
    owner: accountOf(world, owner),
    private: true,
    fork: fork !== undefined,
    html_url: web,
    url,
    clone_url: `${world.origin}/git/${owner}/${name}.git`,
    git_url: `${world.origin}/git/${owner}/${name}.git`,
    ssh_url: `git@example.org:${owner}/${name}.git`,
    svn_url: web,
  };
}

const FACTS: Json = {
  description: null,
  homepage: null,
  language: null,
  license: null,
  mirror_url: null,
  default_branch: 'main',
  visibility: 'private',
  archived: false,
  disabled: false,
  has_downloads: false,
  has_issues: true,
  has_projects: false,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  forks: 0,
  forks_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  size: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  network_count: 0,
  subscribers_count: 0,
  pushed_at: stamp(0),
  created_at: stamp(0),
  updated_at: stamp(0),
};
