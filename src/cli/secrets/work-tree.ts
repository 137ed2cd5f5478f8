import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IDENTITY_FILE } from '../../core/model/age-key.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { readWrittenSecrets, type WrittenSecrets } from '../../engine/secrets/read-written-secrets.ts';
import type { Identity, SecretSealer } from '../../ports/secret-sealer.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { holdsDesiredState, repositoryPlace, stateDirOf } from '../host-place.ts';

/** A folder whose files are changed here and committed by the person. */
export interface WorkTree {
  readonly dir: string;
  readonly written: WrittenSecrets;
}

/** The repository as its files lie. Throws `MistakeError` for an address, whose files nobody can change. */
export async function openWorkTree(context: CliContext, options: CliOptions): Promise<WorkTree> {
  const place = repositoryPlace(context.environment, options);
  if (!holdsDesiredState(place.repo)) {
    throw new MistakeError(
      `secrets are written into files, and ${place.repo} is no folder with a desired-state/`,
      'Go to your copy of the repository, or name it with --repo.',
    );
  }
  const { source } = await context.openRepository(place);
  return { dir: place.repo, written: await readWrittenSecrets(source) };
}

/** The file of the identity: as it is named, or in homeamp's own folder. */
export function identityFileOf({ environment }: CliContext, options: CliOptions): string {
  const named = options.identity ?? environment['HOMEAMP_AGE_IDENTITY_FILE'];
  if (named !== undefined && named !== '') return named;
  return join(stateDirOf(environment, options), IDENTITY_FILE);
}

/** Undefined where nobody named one and there is none. */
export async function findIdentity(
  context: CliContext,
  options: CliOptions,
  sealer: SecretSealer,
): Promise<Identity | undefined> {
  const file = identityFileOf(context, options);
  if (options.identity === undefined && !existsSync(file)) return undefined;
  return sealer.openIdentity(file);
}

/** Throws `MistakeError` where there is none. */
export async function needIdentity(
  context: CliContext,
  options: CliOptions,
  sealer: SecretSealer,
): Promise<Identity> {
  const identity = await findIdentity(context, options, sealer);
  if (identity !== undefined) return identity;
  throw new MistakeError(
    `there is no identity at ${identityFileOf(context, options)} to open secrets with`,
    'Name one with --identity, or make one with `homeamp secrets init`.',
  );
}
