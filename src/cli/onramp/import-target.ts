import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import type { CliOptions } from '../command.ts';
import { safeJson } from '../print/safe-text.ts';
import { assertMayWrite } from '../write-repository-folder.ts';
import { assertMayWriteSecrets } from '../write-secrets-file.ts';

/** Where an import writes. */
export interface ImportTarget {
  readonly dir: string;
  /** Beside the folder where nobody named one. */
  readonly secretsFile: string;
  readonly force: boolean;
}

/** Undefined for a dry run. Throws `MistakeError` where nothing could be written in the end, before the long work. */
export function importTarget({
  into,
  dryRun,
  force = false,
  secretsOut,
}: CliOptions): ImportTarget | undefined {
  if (dryRun === true) return undefined;
  if (into === undefined) {
    throw new MistakeError(
      'it is not known where to write the new repository',
      'Name a folder with --into, or say --dry-run.',
    );
  }
  const secretsFile = secretsOut ?? `${resolve(into)}.secrets.env`;
  assertMayWrite(into, { force });
  assertMayWriteSecrets({ file: secretsFile, repository: into, force });
  return { dir: into, secretsFile, force };
}

/** Writes what `--report` asks for; what a terminal or an editor would not show is spelled out. */
export function writeImportPage(file: string, text: string): void {
  try {
    writeFileSync(file, safeJson(text));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MistakeError(
      `the report can't be written to ${file} (${code})`,
      'Name another file with --report.',
    );
  }
}
