import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { MistakeError } from '../core/model/errors.ts';
import type { Secret } from '../core/model/secret.ts';

interface SecretsPlace {
  readonly file: string;
  /** The new repository, which must not hold the file. */
  readonly repository: string;
  readonly force: boolean;
}

/** Throws `MistakeError` where the file may not be written; to be asked before long work. */
export function assertMayWriteSecrets({ file, repository, force }: SecretsPlace): void {
  const inside = relative(resolve(repository), resolve(file));
  if (inside !== '' && !inside.startsWith('..')) {
    throw new MistakeError(
      `${file} lies in the new repository, and secrets must not`,
      'Name a file elsewhere with --secrets-out.',
    );
  }
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined || (force && stats.isFile())) return;
  throw new MistakeError(`${file} is there already`, 'Name another file with --secrets-out, or say --force.');
}

/**
 * Writes lines of `NAME=value`, as `HOMEAMP_SECRETS_FILE` takes them, for this user alone. Gives the names whose values
 * have several lines: those are in no such file.
 */
export function writeSecretsFile(
  place: SecretsPlace,
  secrets: ReadonlyMap<string, Secret<string>>,
): readonly string[] {
  assertMayWriteSecrets(place);
  const entries = [...secrets].sort(([a], [b]) => (a < b ? -1 : 1));
  const long = entries.filter(([, secret]) => /[\r\n]/.test(secret.reveal())).map(([name]) => name);
  const lines = entries.map(([name, secret]) =>
    long.includes(name)
      ? `# ${name} has several lines: keep it in a file that HOMEAMP_SECRET_${name}_FILE names`
      : `${name}=${secret.reveal()}`,
  );
  const made = join(dirname(place.file), `.homeamp-secrets-${process.pid}`);
  try {
    writeFileSync(made, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(made, place.file);
  } catch {
    rmSync(made, { force: true });
    throw new MistakeError(`${place.file} can't be written`, 'Name a file that this user may write.');
  }
  return long;
}
