import { Octokit } from '@octokit/core';
import * as z from 'zod';
import { MistakeError, OperatingError } from '../../../core/model/errors.ts';
import { Secret } from '../../../core/model/secret.ts';
import { authOptions, createTokenCache, type GitHubAuth } from './github-auth.ts';
import { type Call, refusal, unusableAnswer } from './github-failures.ts';
import { createTransport, type Fetch, type TransportOptions } from './transport.ts';

export interface GitHubClientOptions extends TransportOptions {
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly auth: GitHubAuth;
}

/** What goes into every request besides its own parameters. */
export interface Asked {
  readonly owner: string;
  readonly repo: string;
  readonly request: { readonly fetch: Fetch };
}

/** What octokit gives back of a request. */
export interface Sent {
  readonly data: unknown;
  readonly headers?: { readonly link?: string | undefined };
}

export type Outcome =
  | { readonly kind: 'answered'; readonly data: unknown; readonly hasNext: boolean }
  /** A status between 400 and 499 that is about this one call. */
  | { readonly kind: 'refused'; readonly status: number };

/** Octokit with our transport, who we are and where. */
export interface GitHubClient {
  /** Everything but a refusal of the call itself is thrown, as a kind of core/model/errors.ts. */
  send(call: Call, request: (octokit: Octokit, asked: Asked) => Promise<Sent>): Promise<Outcome>;
  /** Throws `TransientError` for an answer of another shape, and forgets what it may have been kept from. */
  read<T>(schema: z.ZodType<T>, data: unknown): T;
  /** What opens the repository over Git for the next five minutes at least. */
  token(): Promise<Secret<string>>;
}

const SIGN_IN: Call = {
  operation: 'apps/create-installation-access-token',
  does: 'use the installation of its app',
  permission: 'installed for the repository',
};
/** Dots alone would climb up in the address. */
const REPOSITORY = /^([A-Za-z0-9_-]{1,100})\/(?!\.{1,2}$)([A-Za-z0-9_.-]{1,100})$/;
const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
const INSTALLATION_TOKEN = z.object({ token: z.string().min(1) });
const silent = (): void => undefined;
const SILENT_LOG = { debug: silent, info: silent, warn: silent, error: silent };

/** Throws `MistakeError` for settings that can't work; nothing is asked yet. */
export function createGitHubClient(options: GitHubClientOptions): GitHubClient {
  const { auth } = options;
  const where = parseRepository(options.repository);
  const tokens = createTokenCache(options.clock);
  const transport = createTransport(options);
  const octokit = new Octokit({
    baseUrl: checkedApiUrl(options.apiUrl),
    userAgent: 'homeamp',
    log: SILENT_LOG,
    // What octokit asks by itself is the token of an app's installation.
    request: { fetch: transport.fetchFor(SIGN_IN.operation), log: SILENT_LOG },
    ...authOptions(auth, tokens),
  });
  const attempt = async (request: () => Promise<Sent>): Promise<Outcome> => {
    const outcome = await outcomeOf(request);
    if (outcome.kind === 'refused' && outcome.status === 401) tokens.forget();
    return outcome;
  };
  const client: GitHubClient = {
    send: async (call, request) => {
      // First and apart: an installation that is gone must not look as if a comment were gone.
      await client.token();
      const asked = { ...where, request: { fetch: transport.fetchFor(call.operation) } };
      return attempt(() => request(octokit, asked));
    },
    read: (schema, data) => {
      const parsed = schema.safeParse(data);
      if (parsed.success) return parsed.data;
      transport.forgetAnswers();
      throw unusableAnswer();
    },
    token: async () => {
      if (auth.kind === 'token') return auth.token;
      const outcome = await attempt(async () => ({ data: await octokit.auth({ type: 'installation' }) }));
      if (outcome.kind === 'refused') throw refusal(SIGN_IN, outcome.status);
      return new Secret(client.read(INSTALLATION_TOKEN, outcome.data).token);
    },
  };
  return client;
}

/** Octokit's own errors hold the request with its token, so they end here. */
async function outcomeOf(request: () => Promise<Sent>): Promise<Outcome> {
  try {
    const { data, headers } = await request();
    return { kind: 'answered', data, hasNext: headers?.link?.includes('rel="next"') ?? false };
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    if (!(error instanceof Error)) throw unusableAnswer();
    if (error.cause instanceof OperatingError) throw error.cause;
    const status = 'status' in error ? Number(error.status) : 0;
    if (status >= 400 && status < 500) return { kind: 'refused', status };
    throw unusableAnswer();
  }
}

function parseRepository(repository: string): { readonly owner: string; readonly repo: string } {
  const [, owner, repo] = REPOSITORY.exec(repository) ?? [];
  if (owner !== undefined && repo !== undefined) return { owner, repo };
  throw new MistakeError(
    'The name of the repository at GitHub is not one.',
    'Write owner/name, such as acme/network.',
  );
}

function checkedApiUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (isSafe && url.username === '' && url.search === '' && url.hash === '')
    return url.href.replace(/\/+$/, '');
  throw new MistakeError(
    "The address of GitHub's API can't be used.",
    'Write one that begins with https:// and has no user, query or fragment, such as https://api.github.com.',
  );
}
