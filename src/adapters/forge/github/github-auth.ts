import { createPrivateKey } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import type { OctokitOptions } from '@octokit/core';
import { MistakeError } from '../../../core/model/errors.ts';
import type { Secret } from '../../../core/model/secret.ts';
import type { Clock } from '../../../ports/clock.ts';

/** Who homeamp is at GitHub: an account by its token, or a GitHub App installed for the repository. */
export type GitHubAuth =
  | { readonly kind: 'token'; readonly token: Secret<string> }
  | {
      readonly kind: 'app';
      readonly appId: number;
      readonly installationId: number;
      /** PEM of an RSA key, as GitHub hands it out. */
      readonly privateKey: Secret<string>;
    };

/** Keeps the token of an app's installation until shortly before its end. */
export interface TokenCache {
  get(key: string): string;
  set(key: string, value: string): void;
  forget(): void;
}

const TOKEN = /^[\x21-\x7e]{1,1000}$/;
/** GitHub gives an installation's token for an hour; what is handed out of here is good for five minutes at least. */
const TOKEN_LIFE_MILLIS = 55 * 60_000;

/** By age alone, so that a host whose clock is wrong does not ask for a new token each time. */
export function createTokenCache(clock: Clock): TokenCache {
  const kept = new Map<string, { readonly value: string; readonly since: number }>();
  return {
    get: (key) => {
      const entry = kept.get(key);
      const age = entry === undefined ? -1 : clock.now() - entry.since;
      return entry !== undefined && age >= 0 && age < TOKEN_LIFE_MILLIS ? entry.value : '';
    },
    set: (key, value) => {
      kept.set(key, { value, since: clock.now() });
    },
    forget: () => kept.clear(),
  };
}

/** Throws `MistakeError` for a token or key that can't be one; nothing is asked yet. */
export function authOptions(
  auth: GitHubAuth,
  cache: TokenCache,
): Pick<OctokitOptions, 'auth' | 'authStrategy'> {
  if (auth.kind === 'token') return { auth: checkedToken(auth.token.reveal()) };
  const { appId, installationId } = auth;
  const privateKey = normalKey(auth.privateKey.reveal());
  return { authStrategy: createAppAuth, auth: { appId, installationId, privateKey, cache } };
}

function checkedToken(token: string): string {
  if (TOKEN.test(token)) return token;
  throw new MistakeError(
    'The token for GitHub is empty or has characters that no token has.',
    'Put the token alone into its secret, without quotes, blanks or further lines.',
  );
}

function normalKey(pem: string): string {
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    if (key.asymmetricKeyType !== 'rsa') throw new TypeError('not an RSA key');
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    // The failure itself is left out: it may quote the key.
    throw new MistakeError(
      "The private key of the GitHub App can't be read as an RSA key.",
      'Put the whole .pem file that GitHub made into its secret, with its first and last line.',
    );
  }
}
