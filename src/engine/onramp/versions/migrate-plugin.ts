import { MistakeError } from '../../../core/model/errors.ts';
import { type KeyMigration, migrationsUpTo } from '../../../core/model/key-migration.ts';
import { keyId } from '../../../core/model/key-path.ts';
import type { AdoptionEdit } from '../../../core/onramp/adopt/adoption-edit.ts';
import {
  type MigrationStep,
  migrationEdits,
  planMigration,
} from '../../../core/onramp/versions/plan-migration.ts';
import { changeVersions, type VersionBase, type VersionChange } from './version-base.ts';

export interface MigrationRequest {
  readonly plugin: string;
  /** Up to which version; undefined = the pinned one, or all where none is pinned. */
  readonly to: string | undefined;
}

export interface ProposedMigration extends VersionChange {
  readonly plugin: string;
  readonly version: string | undefined;
  readonly steps: readonly MigrationStep[];
}

/** The repository after a plugin's migrations from the registry, in its baseline and all overrides. */
export async function proposeMigration(
  base: VersionBase,
  { plugin, to }: MigrationRequest,
): Promise<ProposedMigration> {
  const entry = base.plugins.get(plugin);
  if (entry === undefined || entry.migrations.length === 0) {
    throw new MistakeError(
      `plugins.yaml has no migrations of ${plugin}`,
      'Write them there, or have `homeamp plugins merge` find them.',
    );
  }
  const version = to ?? entry.version;
  const migrations = migrationsUpTo(entry.migrations, version);
  const { steps, edits } = stepsOf(base, plugin, migrations);
  return { plugin, version, steps, ...(await changeVersions(base, { edits, record: undefined })) };
}

/** What the migrations change, and the edits that do it. Throws `MistakeError` where old and new name contradict. */
export function stepsOf(
  { desired }: VersionBase,
  plugin: string,
  migrations: readonly KeyMigration[],
): { readonly steps: readonly MigrationStep[]; readonly edits: readonly AdoptionEdit[] } {
  const steps = planMigration(desired, plugin, migrations);
  const conflicts = steps.filter(({ kind }) => kind === 'conflicts');
  if (conflicts.length === 0) return { steps, edits: migrationEdits(plugin, steps) };
  throw new MistakeError(
    `${plugin} has keys under their old and their new name with different values`,
    'Remove the one that is not meant, and try again.',
    conflicts.map(({ from, targets, place }) => ({
      severity: 'error',
      code: 'migration-conflict',
      message: `\`${keyId(from.path)}\` and \`${targets.map(({ path }) => keyId(path)).join('`, `')}\` say different things.`,
      help: 'Keep one of them.',
      place,
    })),
  );
}
