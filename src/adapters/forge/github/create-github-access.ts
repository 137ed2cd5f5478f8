import * as z from 'zod';
import type { ForgeAccess, ForgeGrants } from '../../../ports/forge-access.ts';
import type { GitHubForgeOptions } from './create-github-forge.ts';
import { createGitHubApi, type GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';
import { createOwnLogin } from './own-login.ts';

const METADATA = 'Metadata: read';
const REPOSITORY: Call = { operation: 'repos/get', does: 'see the repository', permission: METADATA };
const BRANCH: Call = { operation: 'repos/get-branch', does: 'see the branch', permission: 'Contents: read' };
const QUOTA: Call = { operation: 'rate-limit/get', does: 'see how much it may ask', permission: METADATA };
const INSTALLATION: Call = {
  operation: 'apps/get-repo-installation',
  does: 'see what its app was granted',
  permission: METADATA,
};

const repository = z.object({
  private: z.boolean(),
  has_issues: z.boolean().default(true),
  permissions: z.object({ push: z.boolean() }).optional(),
});
const branch = z.object({ protected: z.boolean() });
const rate = z.object({ limit: z.int(), remaining: z.int(), reset: z.int() });
const quota = z.object({ resources: z.object({ core: rate }) });
const installation = z.object({ permissions: z.record(z.string(), z.string()) });
const MAX_SCOPES = 2000;

/** Throws `MistakeError` for settings that can't work; nothing is asked yet. */
export function createGitHubAccess(options: GitHubForgeOptions): ForgeAccess {
  const api = createGitHubApi({
    apiUrl: options.apiUrl ?? 'https://api.github.com',
    repository: options.repository,
    auth: options.auth,
    clock: options.clock,
    onRequest: () => undefined,
    writeGapMillis: 0,
    timeoutMillis: options.timeoutMillis ?? 8000,
    maxAnswerBytes: options.maxAnswerBytes ?? 1024 * 1024,
  });
  const ownLogin = createOwnLogin(api, options.auth.kind);
  const isApp = options.auth.kind === 'app';
  const seen = createSeenRepository(api);
  return {
    account: async () => ({ kind: isApp ? 'app' : 'account', login: await ownLogin() }),
    repository: async () => {
      const { data } = await seen();
      // An app is told no permissions here; its grants say what it may do.
      const mayPush = data.permissions?.push ?? isApp;
      return { mayPush, hasIssues: data.has_issues, isPrivate: data.private };
    },
    grants: async () => (isApp ? grantsOfApp(api) : grantsOfToken((await seen()).scopes)),
    isProtected: async (name) => {
      const found = await api.askIfThere({
        call: BRANCH,
        answer: branch,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', { ...asked, branch: name }),
      });
      return found?.protected;
    },
    quota: async () => {
      const { resources } = await api.ask({
        call: QUOTA,
        answer: quota,
        send: (octokit, { request }) => octokit.request('GET /rate_limit', { request }),
      });
      const { limit, remaining, reset } = resources.core;
      return { limit, remaining, resetAt: reset * 1000 };
    },
  };
}

interface SeenRepository {
  readonly data: z.infer<typeof repository>;
  /** What GitHub says beside the answer of a classic token's scopes. */
  readonly scopes: string | undefined;
}

function createSeenRepository(api: GitHubApi): () => Promise<SeenRepository> {
  let asked: Promise<SeenRepository> | undefined;
  const ask = async (): Promise<SeenRepository> => {
    let scopes: string | undefined;
    const data = await api.ask({
      call: REPOSITORY,
      answer: repository,
      send: async (octokit, parameters) => {
        const answer = await octokit.request('GET /repos/{owner}/{repo}', { ...parameters });
        const header = answer.headers['x-oauth-scopes'];
        scopes = typeof header === 'string' ? header.slice(0, MAX_SCOPES) : undefined;
        return answer;
      },
    });
    return { data, scopes };
  };
  return () => {
    asked ??= ask();
    return asked;
  };
}

function grantsOfToken(scopes: string | undefined): ForgeGrants {
  if (scopes === undefined) return { kind: 'untold' };
  return { kind: 'scopes', scopes: scopes.split(',').map((scope) => scope.trim()) };
}

async function grantsOfApp(api: GitHubApi): Promise<ForgeGrants> {
  const { permissions } = await api.ask({
    call: INSTALLATION,
    answer: installation,
    send: (octokit, asked) => octokit.request('GET /repos/{owner}/{repo}/installation', { ...asked }),
  });
  return { kind: 'app', permissions };
}
