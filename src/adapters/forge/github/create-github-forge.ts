import type { Secret } from '../../../core/model/secret.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Forge } from '../../../ports/forge.ts';
import { createAnnotations } from './annotations.ts';
import { createChanges } from './changes.ts';
import { createDeployments } from './deployments.ts';
import { createGitHubApi } from './github-api.ts';
import type { GitHubAuth } from './github-auth.ts';
import { createOwnLogin } from './own-login.ts';
import { createPeople } from './people.ts';
import { createPosts } from './posts.ts';
import { createProposals } from './proposals.ts';
import { createStatuses } from './statuses.ts';
import type { ForgeRequest } from './transport.ts';

export interface GitHubForgeOptions {
  /** GitHub's own when absent; `https://host/api/v3` for a GitHub Enterprise Server. */
  readonly apiUrl?: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly auth: GitHubAuth;
  readonly clock: Clock;
  /** Told of every exchange, for metrics. */
  readonly onRequest?: (request: ForgeRequest) => void;
  /** Between requests that write; GitHub asks for a second, which is what counts when absent. */
  readonly writeGapMillis?: number;
  readonly timeoutMillis?: number;
  readonly maxAnswerBytes?: number;
}

export interface GitHubForge extends Forge {
  /** For Git over HTTPS, good for the next five minutes at least. */
  gitCredentials(): Promise<{ readonly username: string; readonly password: Secret<string> }>;
}

const ignore = (): void => undefined;

/**
 * A repository at GitHub. All requests go one after the other, and none while GitHub wants to be left alone. Throws
 * `MistakeError` for settings that can't work; nothing is asked yet.
 */
export function createGitHubForge(options: GitHubForgeOptions): GitHubForge {
  const apiUrl = options.apiUrl ?? 'https://api.github.com';
  const api = createGitHubApi({
    apiUrl,
    repository: options.repository,
    auth: options.auth,
    clock: options.clock,
    onRequest: options.onRequest ?? ignore,
    writeGapMillis: options.writeGapMillis ?? 1000,
    timeoutMillis: options.timeoutMillis ?? 20_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 10 * 1024 * 1024,
  });
  const ownLogin = createOwnLogin(api, options.auth.kind);
  return {
    kind: 'github',
    changes: createChanges(api),
    people: createPeople(api, ownLogin),
    statuses: createStatuses(api),
    posts: createPosts(api, ownLogin),
    deployments: createDeployments(api, ownLogin),
    annotations: createAnnotations(api),
    proposals: createProposals(api, { apiUrl, repository: options.repository }),
    gitCredentials: async () => ({ username: 'x-access-token', password: await api.token() }),
  };
}
