import type { SecretSource } from '../../ports/secret-source.ts';
import { ownSecrets } from '../secrets/open-secrets.ts';

const SHORTEST = 4;

/** Takes the secrets of this host out of a text. What is shorter than four characters can't be told apart from words. */
export function secretHider(secrets: SecretSource): (text: string) => string {
  const known = [...ownSecrets(secrets), ...secrets.opener.hidden()]
    .map((secret) => secret.reveal())
    .filter((value) => value.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => known.reduce((hidden, secret) => hidden.replaceAll(secret, '(secret)'), text);
}
