import type { Fleet } from '../../core/model/desired-state.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { RepositorySecrets, SecretRecipients } from '../../core/model/secret-recipients.ts';
import { assembleDesiredState } from '../../core/source/assemble-desired-state.ts';
import { RECIPIENTS_FILE, SECRETS_FOLDER } from '../../core/source/secrets/read-secrets.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';

/** What a work tree says of secrets, whatever else in it is wrong. */
export interface WrittenSecrets extends Pick<RepositorySecrets, 'sealed'> {
  /** Nobody, where nothing is written yet. */
  readonly recipients: SecretRecipients;
  /** Of `recipients.yaml`; undefined where it is not there yet. */
  readonly text: string | undefined;
  /** Undefined where fleet.yaml can't be read. */
  readonly fleet: Fleet | undefined;
}

const NOBODY: SecretRecipients = { hosts: new Map(), people: new Map(), only: new Map() };

/** Reads the files as they lie. Throws `MistakeError` with the issues where `recipients.yaml` is wrong. */
export async function readWrittenSecrets(source: SourceRepository): Promise<WrittenSecrets> {
  const { files } = await source.readTree('WORKTREE');
  const { readable, secrets, issues } = assembleDesiredState({ files, workbooks: [] });
  const bytes = files.get(RECIPIENTS_FILE);
  if (bytes !== undefined && secrets.recipients === undefined) {
    throw new MistakeError(
      `${RECIPIENTS_FILE} has mistakes, so it is not known who may read secrets`,
      'Mend them, then run this again.',
      issues.filter(({ severity, place }) => severity === 'error' && place.file.startsWith(SECRETS_FOLDER)),
    );
  }
  return {
    sealed: secrets.sealed,
    recipients: secrets.recipients ?? NOBODY,
    text: bytes && new TextDecoder().decode(bytes),
    fleet: readable?.fleet,
  };
}
