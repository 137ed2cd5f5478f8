import { createHash } from 'node:crypto';
import type { World } from '../world.ts';

type Json = Readonly<Record<string, unknown>>;

/** The account that GitHub shows beside whatever somebody wrote. */
export function accountOf(world: World, login: string): Json {
  const url = `${world.apiUrl}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: idOf(login),
    node_id: nodeId('U', idOf(login)),
    avatar_url: `${world.origin}/avatars/${idOf(login)}`,
    gravatar_id: '',
    url,
    html_url: `${world.origin}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following`,
    gists_url: `${url}/gists`,
    starred_url: `${url}/starred`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

/** The same, as somebody sees himself. */
export function ownAccountOf(world: World, login: string): Json {
  return {
    ...accountOf(world, login),
    name: login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: stamp(0),
    updated_at: stamp(0),
    user_view_type: 'public',
  };
}

/** How GitHub names what somebody is to the repository. */
export function associationOf(world: World, login: string): string {
  const permission = world.parts.permissionOf(login);
  if (permission === 'admin') return 'MEMBER';
  return permission === 'write' ? 'COLLABORATOR' : 'NONE';
}

/** To the second, as GitHub writes it. */
export function stamp(millis: number): string {
  return new Date(millis).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function stampOrNull(millis: number | undefined): string | null {
  return millis === undefined ? null : stamp(millis);
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** The same for the same login, whatever its case. */
function idOf(login: string): number {
  return createHash('sha256').update(login.toLowerCase()).digest().readUInt32BE() >>> 4;
}
