import type { SecretSource } from '../../ports/secret-source.ts';

const SHORTEST = 4;

/** Takes the secrets of this host out of a text. What is shorter than four characters can't be told apart from words. */
export function secretHider(secrets: SecretSource): (text: string) => string {
  const known = secrets
    .names()
    .map((name) => secrets.get(name)?.reveal() ?? '')
    .filter((value) => value.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => known.reduce((hidden, secret) => hidden.replaceAll(secret, '(secret)'), text);
}
