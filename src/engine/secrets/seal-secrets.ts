import { MistakeError } from '../../core/model/errors.ts';
import type { Secret } from '../../core/model/secret.ts';
import { isSecretName } from '../../core/model/secret-name.ts';
import { readersOf, type SealedSecret, type SecretReader } from '../../core/model/secret-recipients.ts';
import { RECIPIENTS_FILE, SECRETS_FOLDER } from '../../core/source/secrets/read-secrets.ts';
import type { SecretOpener } from '../../ports/secret-opener.ts';
import type { SecretSealer } from '../../ports/secret-sealer.ts';
import type { WrittenSecrets } from './read-written-secrets.ts';

/** A secret's new file, and who can read it. */
export interface NewlySealed extends SealedSecret {
  readonly name: string;
  readonly readers: readonly SecretReader[];
}

/** Encrypts each value for those who may read it. Throws `MistakeError`, before any is encrypted, where one can't be. */
export async function sealSecrets(
  sealer: Pick<SecretSealer, 'seal'>,
  { recipients }: Pick<WrittenSecrets, 'recipients'>,
  values: ReadonlyMap<string, Secret<string>>,
): Promise<readonly NewlySealed[]> {
  const all = [...values].map(([name, value]) => ({ name, value, readers: readersOf(recipients, name) }));
  for (const { name, readers } of all) assertSealable(name, readers);
  return Promise.all(
    all.map(async ({ name, value, readers }) => ({
      name,
      readers,
      file: `${SECRETS_FOLDER}${name}.age`,
      bytes: await sealer.seal(
        name,
        value,
        readers.map(({ key }) => key),
      ),
    })),
  );
}

function assertSealable(name: string, readers: readonly SecretReader[]): void {
  if (!isSecretName(name)) {
    throw new MistakeError(
      `${JSON.stringify(name.slice(0, 80))} is no name for a secret`,
      'Use letters, digits, `_` and `-`, at most 64 of them.',
    );
  }
  if (readers.length > 0) return;
  throw new MistakeError(
    `nobody may read ${name}: ${RECIPIENTS_FILE} lists no key for it`,
    'Make an identity with `homeamp secrets init`, or list a key with `homeamp secrets recipients add`.',
  );
}

/** The values of these secrets. Throws `MistakeError`, naming all of them, where one can't be opened. */
export async function openAll(
  opener: SecretOpener,
  { sealed }: Pick<WrittenSecrets, 'sealed'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, Secret<string>>> {
  const values = new Map<string, Secret<string>>();
  const troubles: string[] = [];
  for (const name of names) {
    const file = sealed.get(name);
    const result = file && (await opener.open(name, file.bytes));
    if (result?.kind === 'opened') values.set(name, result.secret);
    else troubles.push(`${name} ${result?.why ?? 'is not there'}`);
  }
  if (troubles.length === 0) return values;
  throw new MistakeError(
    troubles.join('; '),
    'Use an identity that may read them (--identity), or write their values anew with `homeamp secrets set`.',
  );
}
