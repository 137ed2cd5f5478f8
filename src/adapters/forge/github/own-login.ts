import * as z from 'zod';
import { login } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { GitHubAuth } from './github-auth.ts';
import type { Call } from './github-failures.ts';

const USER: Call = {
  operation: 'users/get-authenticated',
  does: 'see its own account',
  permission: 'Metadata: read',
};
const APP: Call = {
  operation: 'apps/get-authenticated',
  does: 'see its own app',
  permission: 'Metadata: read',
};
const app = z.object({ slug: z.string().min(1) });

/** The login that what we write goes by, in lower case; asked for once. */
export function createOwnLogin(api: GitHubApi, kind: GitHubAuth['kind']): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    known ??= kind === 'app' ? await askApp(api) : await askUser(api);
    return known;
  };
}

function askUser(api: GitHubApi): Promise<string> {
  return api.ask({
    call: USER,
    answer: login,
    send: (octokit, { request }) => octokit.request('GET /user', { request }),
  });
}

async function askApp(api: GitHubApi): Promise<string> {
  const { slug } = await api.ask({
    call: APP,
    answer: app,
    send: (octokit, { request }) => octokit.request('GET /app', { request }),
  });
  return `${slug.toLowerCase()}[bot]`;
}
