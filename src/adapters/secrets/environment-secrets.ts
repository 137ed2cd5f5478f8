import { MistakeError } from '../../core/model/errors.ts';
import { Secret } from '../../core/model/secret.ts';
import { isSecretName } from '../../core/model/secret-name.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { createOpener } from './create-opener.ts';
import { findIdentities } from './read-identities.ts';
import { readSecretFile } from './read-secret-file.ts';

const PREFIX = 'HOMEAMP_SECRET_';
const FILE_SUFFIX = '_FILE';
const MANY = 'HOMEAMP_SECRETS_FILE';

/**
 * Secrets from `HOMEAMP_SECRET_<NAME>`, from files named by `HOMEAMP_SECRET_<NAME>_FILE` (one line end at the end is
 * dropped) and from `HOMEAMP_SECRETS_FILE` (lines of `NAME=value`; empty ones and those that begin with `#` are
 * skipped); the first that has a name wins. What the repository holds is opened with the identity that
 * `HOMEAMP_AGE_IDENTITY_FILE` names, or the one in the state folder. All is read when made. Throws `MistakeError` for a
 * file that is missing, malformed, or open to other users.
 */
export function createSecretSource(
  environment: Readonly<Record<string, string | undefined>>,
  stateDir?: string,
): SecretSource {
  const secrets = new Map<string, Secret<string>>();
  const add = (name: string, value: string): void => {
    if (!secrets.has(name)) secrets.set(name, new Secret(value));
  };
  for (const [variable, value] of Object.entries(environment)) {
    if (value === undefined || !variable.startsWith(PREFIX)) continue;
    const name = variable.slice(PREFIX.length);
    if (name.endsWith(FILE_SUFFIX)) {
      add(
        assertName(name.slice(0, -FILE_SUFFIX.length), variable),
        readSecretFile(value, variable).replace(/\r?\n$/, ''),
      );
    } else add(assertName(name, variable), value);
  }
  const many = environment[MANY];
  if (many !== undefined && many !== '') {
    for (const { name, value } of parseSecretLines(readSecretFile(many, MANY), many)) add(name, value);
  }
  const names = [...secrets.keys()].sort();
  const opener = createOpener(findIdentities(environment, stateDir));
  return { get: (name) => secrets.get(name), names: () => names, opener };
}

function assertName(name: string, variable: string): string {
  if (isSecretName(name)) return name;
  throw new MistakeError(
    `${variable} does not end in a secret's name`,
    'Use letters, digits, `_` and `-`, at most 64 of them.',
  );
}

/** `NAME=value`, one a line; empty lines and those that begin with `#` are skipped. `path` is for messages. */
export function parseSecretLines(
  text: string,
  path: string,
): readonly { readonly name: string; readonly value: string }[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(0, equals)).trim();
    if (isSecretName(name)) return [{ name, value: line.slice(equals + 1) }];
    // The line may hold a secret, so only its number is told.
    throw new MistakeError(
      `line ${index + 1} of ${path} is not a secret`,
      'Write NAME=value, one a line, with letters, digits, `_` and `-` in the name.',
    );
  });
}
