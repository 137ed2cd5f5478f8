import { randomBytes } from 'node:crypto';
import { verifyAppToken } from './app-token.ts';
import type { AppOptions, GitHubStandInOptions, Permission } from './options.ts';
import type { Caller } from './records.ts';

const INSTALLATION_TOKEN_MILLIS = 60 * 60 * 1000;

export interface InstallationToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Who is who: tokens, permissions, and the tokens that the app's installation is given. */
export interface Accounts {
  readonly app: AppOptions | undefined;
  /** Undefined for a token that is wrong or too old. */
  callerOf(token: string): Caller | undefined;
  /** Undefined for somebody whom GitHub does not know. */
  permissionOf(login: string): Permission | undefined;
  issueInstallationToken(): InstallationToken;
}

export function createAccounts(options: GitHubStandInOptions, now: () => number): Accounts {
  const { app } = options;
  const logins = new Map(Object.entries(options.tokens));
  const people = new Map(
    Object.entries(options.people ?? {}).map(([login, permission]) => [login.toLowerCase(), permission]),
  );
  const accounts = new Set([...logins.values()].map((login) => login.toLowerCase()));
  const issued = new Map<string, number>();

  const installationOf = (token: string): Caller | undefined => {
    const isFresh = (issued.get(token) ?? 0) > now();
    return app !== undefined && isFresh ? { login: botOf(app), kind: 'installation' } : undefined;
  };
  const appOf = (token: string): Caller | undefined =>
    app !== undefined && verifyAppToken(token, app, now()) ? { login: app.slug, kind: 'app' } : undefined;
  return {
    app,
    callerOf: (token) => {
      const login = logins.get(token);
      return login === undefined ? (installationOf(token) ?? appOf(token)) : { login, kind: 'person' };
    },
    permissionOf: (login) => {
      const known = people.get(login.toLowerCase());
      return known ?? (accounts.has(login.toLowerCase()) ? 'admin' : undefined);
    },
    issueInstallationToken: () => {
      const token = `ghs_${randomBytes(18).toString('hex')}`;
      const expiresAt = now() + INSTALLATION_TOKEN_MILLIS;
      issued.set(token, expiresAt);
      return { token, expiresAt };
    },
  };
}

function botOf(app: AppOptions): string {
  return `${app.slug}[bot]`;
}
