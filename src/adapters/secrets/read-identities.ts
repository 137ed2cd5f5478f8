import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IDENTITY_FILE, isAgeIdentity } from '../../core/model/age-key.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { Secret } from '../../core/model/secret.ts';
import { readSecretFile } from './read-secret-file.ts';

const VARIABLE = 'HOMEAMP_AGE_IDENTITY_FILE';
/** The first that opens a secret is enough; two are there while one replaces the other. */
const MOST_IDENTITIES = 4;

/**
 * The identities of this host: from the file that `HOMEAMP_AGE_IDENTITY_FILE` names, else from homeamp's own folder,
 * where there may be none.
 */
export function findIdentities(
  environment: Readonly<Record<string, string | undefined>>,
  stateDir: string | undefined,
): readonly Secret<string>[] {
  const named = environment[VARIABLE];
  if (named !== undefined && named !== '') return readIdentities(named, VARIABLE);
  const own = stateDir === undefined ? undefined : join(stateDir, IDENTITY_FILE);
  return own !== undefined && existsSync(own) ? readIdentities(own, 'homeamp') : [];
}

/** Private keys of age, one a line; empty lines and those that begin with `#` are skipped. */
export function readIdentities(path: string, variable: string): readonly Secret<string>[] {
  const lines = readSecretFile(path, variable)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  // A line may hold a key, so none is told.
  if (lines.length === 0 || lines.length > MOST_IDENTITIES || !lines.every(isAgeIdentity)) {
    throw new MistakeError(
      `${path} is no identity of age`,
      `Make one with \`homeamp secrets init\`; a file holds 1 to ${MOST_IDENTITIES} lines of AGE-SECRET-KEY-1….`,
    );
  }
  return lines.map((line) => new Secret(line));
}
