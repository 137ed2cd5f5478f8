import type { SecretSource } from '../../ports/secret-source.ts';

const SHORTEST = 4;

/** Lines of a console without any secret of this host; what is shorter than four characters can't be told apart. */
export function redactSecrets(secrets: SecretSource, lines: readonly string[]): readonly string[] {
  const known = secrets
    .names()
    .map((name) => secrets.get(name)?.reveal() ?? '')
    .filter((value) => value.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return lines.map((line) => known.reduce((text, secret) => text.replaceAll(secret, '(secret)'), line));
}
