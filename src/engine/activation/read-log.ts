import type { InstancePath } from '../../core/model/instance.ts';
import { findLoadErrors } from '../../core/plan/load-errors.ts';
import type { LiveFileReader, RootPath } from '../../ports/live-files.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { secretHider } from './redact-secrets.ts';

const LOG = 'logs/latest.log' as InstancePath;
const MAX_BYTES = 8 * 1024 * 1024;

export interface LogReader {
  readonly files: Pick<LiveFileReader, 'tail'>;
  readonly secrets: SecretSource;
}

/**
 * What did not load in the server's present run, as far as its own log is kept; nothing where it writes no such file.
 * Secrets are taken out.
 */
export function readLoadErrors({ files, secrets }: LogReader, root: RootPath): readonly string[] {
  const lines = files.tail(root, LOG, MAX_BYTES)?.split(/\r?\n/) ?? [];
  return findLoadErrors(lines, secretHider(secrets));
}
