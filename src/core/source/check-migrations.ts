import type { DesiredState } from '../model/desired-state.ts';
import type { SourcePlace } from '../model/issue.ts';
import { isSamePosition, type KeyPosition, migrateKey, migrationsUpTo } from '../model/key-migration.ts';
import { keyId } from '../model/key-path.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import type { PluginEntry } from './schemas.ts';

/** Tells of keys that the pinned version of their plugin knows by another name or no longer. */
export function checkMigrations(
  desired: Pick<DesiredState, 'baselines' | 'overrides'>,
  plugins: ReadonlyMap<string, PluginEntry>,
  report: ReportIssue,
): void {
  for (const [plugin, { version, migrations }] of plugins) {
    if (version === undefined || migrations.length === 0) continue;
    const applied = migrationsUpTo(migrations, version);
    for (const { position, place } of keysOf(plugin, desired)) {
      const targets = migrateKey(position, applied);
      const [only] = targets;
      if (targets.length === 1 && only !== undefined && isSamePosition(only, position)) continue;
      const message = `${quoteName(keyId(position.path))} ${fateText(position, targets)} in ${quoteName(plugin)} ${version}.`;
      report(
        'migrated-key',
        place,
        message,
        `Run \`homeamp plugins migrate ${quoteName(plugin).slice(1, -1)}\`.`,
      );
    }
  }
}

interface PlacedKey {
  readonly position: KeyPosition;
  readonly place: SourcePlace;
}

function keysOf(
  plugin: string,
  { baselines, overrides }: Pick<DesiredState, 'baselines' | 'overrides'>,
): readonly PlacedKey[] {
  const owned = (baselines.get(plugin)?.files ?? []).flatMap(({ path: file, keys }) =>
    keys.map(({ path, place }) => ({ position: { file, path }, place })),
  );
  const overridden = overrides
    .filter((override) => override.plugin === plugin)
    .map(({ file, key }) => ({ position: { file, path: key.path }, place: key.place }));
  return [...owned, ...overridden];
}

function fateText(from: KeyPosition, targets: readonly KeyPosition[]): string {
  if (targets.length === 0) return 'is no longer known';
  const names = targets.map(({ file, path }) =>
    quoteName(file === from.file ? keyId(path) : `${file}:${keyId(path)}`),
  );
  return `is ${names.join(' and ')}`;
}
