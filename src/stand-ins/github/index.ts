import { createServer } from 'node:http';
import { createFaultBook, type Faults } from '../faults.ts';
import { createGitServer } from '../git-server/index.ts';
import { createRequestLog, type RequestLog } from '../request-log.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { type ApiServerParts, serveApi } from './api-server.ts';
import { BareRepository } from './bare-repository.ts';
import { loadContract } from './contract.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { createDiscussion, type Discussion } from './discussion.ts';
import { followHeads } from './follow-heads.ts';
import { OPERATIONS } from './operations/index.ts';
import type { GitHubStandInOptions } from './options.ts';
import { createPullControls, type PullControls } from './pull-controls.ts';
import { createRateLimits } from './rate-limits.ts';
import { closeServer, listen, route } from './serve.ts';
import { World } from './world.ts';

export type { Fault, FaultKind, Faults } from '../faults.ts';
export type { LoggedRequest, RequestLog } from '../request-log.ts';
export type { GitHubStandInOptions, RepositoryAccess } from './options.ts';

/** GitHub, as far as homeamp uses it: one repository with its API and its Git server, on this computer. */
export interface GitHubStandIn extends PullControls, Discussion {
  readonly apiUrl: string;
  /** Wants a token as the password of basic authentication. */
  readonly gitUrl: string;
  readonly bareRepository: string;
  /** What can be asked of it, as GitHub's description names it. */
  readonly operations: readonly string[];
  /** Answers that would not have fitted GitHub's description, each of which went out as 500. */
  readonly violations: readonly string[];
  /** Of the API. */
  readonly requests: RequestLog;
  readonly gitRequests: RequestLog;
  readonly faults: Faults;
  readonly deliverWebhook: typeof deliverWebhook;
  /** Ends open connections too. */
  close(): Promise<void>;
}

const DEFAULT_REPOSITORY = 'acme/network';
const DEFAULT_RATE_LIMIT = 5000;

/** Starts on a free port of 127.0.0.1. What it knows, besides the bare repository, is gone when it closes. */
export async function startGitHubStandIn(options: GitHubStandInOptions): Promise<GitHubStandIn> {
  const now = options.now ?? Date.now;
  const accounts = createAccounts(options, now);
  const world = createWorld(options, now, accounts.permissionOf);
  const violations: string[] = [];
  const requests = createRequestLog();
  const gitRequests = createRequestLog();
  const server = createServer();
  const faults = createFaultBook(() => server.closeAllConnections());
  const api: ApiServerParts = {
    state: { world, accounts, limits: createRateLimits(options.rateLimit ?? DEFAULT_RATE_LIMIT, now) },
    contract: await loadContract(),
    faults,
    log: requests,
    onViolation: (text) => violations.push(text),
  };
  const git = createGitServer({
    root: options.folder,
    repository: repositoryName(options),
    loginOf: (token) => accounts.callerOf(token)?.login,
    isPublic: options.isPublic === true,
    faults,
    log: gitRequests,
    now,
    onPushed: () => followHeads(world),
  });
  route(server, { api: (incoming, response) => serveApi(api, incoming, response), git, faults });
  world.origin = await listen(server);
  return {
    ...createPullControls(world),
    ...createDiscussion(world),
    apiUrl: world.apiUrl,
    gitUrl: `${world.origin}/git/${repositoryName(options)}.git`,
    bareRepository: world.parts.git.path,
    operations: [...OPERATIONS.keys()].sort(),
    violations,
    requests,
    gitRequests,
    faults,
    deliverWebhook,
    close: () => closeServer(server),
  };
}

function createWorld(
  options: GitHubStandInOptions,
  now: () => number,
  permissionOf: Accounts['permissionOf'],
): World {
  const [owner = '', name = ''] = repositoryName(options).split('/');
  const teams = Object.entries(options.teams ?? {}).map(
    ([team, logins]) => [team.toLowerCase(), logins] as const,
  );
  return new World({
    owner,
    name,
    git: BareRepository.create(options.folder, repositoryName(options)),
    now,
    permissionOf,
    teams: new Map(teams),
    writesChecks: options.checks ?? true,
    access: options.access ?? {},
  });
}

function repositoryName({ repository }: GitHubStandInOptions): string {
  return repository ?? DEFAULT_REPOSITORY;
}
