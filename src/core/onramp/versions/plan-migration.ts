import { equalSourceValues, type SourceKey } from '../../model/baseline.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import type { SourcePlace } from '../../model/issue.ts';
import {
  isSamePosition,
  type KeyMigration,
  type KeyPosition,
  migrateKey,
} from '../../model/key-migration.ts';
import { keyId } from '../../model/key-path.ts';
import type { AdoptionEdit, KeyLayer } from '../adopt/adoption-edit.ts';

/**
 * What becomes of one key in one layer. `moves`: its value is written under its new names. `joins`: they say the same
 * already, so that the old one only goes. `conflicts`: a new name says something else there. `drops`: it only goes.
 */
export interface MigrationStep {
  readonly kind: 'moves' | 'joins' | 'drops' | 'conflicts';
  readonly layer: KeyLayer;
  readonly from: KeyPosition;
  readonly targets: readonly KeyPosition[];
  readonly value: SourceKey['value'];
  readonly place: SourcePlace;
}

interface LayerKey extends KeyPosition {
  readonly layer: KeyLayer;
  readonly value: SourceKey['value'];
  readonly place: SourcePlace;
}

/** What a plugin's migrations change in its baseline and in every scope's overrides, in the order of their places. */
export function planMigration(
  desired: Pick<DesiredState, 'baselines' | 'overrides'>,
  plugin: string,
  migrations: readonly KeyMigration[],
): readonly MigrationStep[] {
  const keys = keysOf(desired, plugin);
  const flat = flatFiles(desired, plugin);
  const said = new Map(keys.map((key) => [idOf(key.layer, key), key.value]));
  const steps: MigrationStep[] = [];
  for (const key of keys) {
    const from = { file: key.file, path: key.path };
    const targets = migrateKey(from, migrations).map((target) => inOwnForm(target, flat));
    const [only] = targets;
    if (targets.length === 1 && only !== undefined && isSamePosition(only, from)) continue;
    const kind = kindOf(key, targets, said);
    for (const target of targets) said.set(idOf(key.layer, target), key.value);
    steps.push({ kind, layer: key.layer, from, targets, value: key.value, place: key.place });
  }
  return steps;
}

/** The steps as edits of the repository; conflicts have none. */
export function migrationEdits(plugin: string, steps: readonly MigrationStep[]): readonly AdoptionEdit[] {
  return steps.flatMap(({ kind, layer, from, targets, value }): readonly AdoptionEdit[] => {
    if (kind === 'conflicts') return [];
    const base = { kind: 'key', layer, plugin } as const;
    const change = value.kind === 'absent' ? value : ({ kind: 'set', value: value.value } as const);
    const set = kind === 'moves' ? targets.map((target) => ({ ...base, ...target, change })) : [];
    return [...set, { ...base, ...from, change: { kind: 'release' } }];
  });
}

function keysOf(
  { baselines, overrides }: Pick<DesiredState, 'baselines' | 'overrides'>,
  plugin: string,
): readonly LayerKey[] {
  const owned = (baselines.get(plugin)?.files ?? []).flatMap(({ path: file, keys }) =>
    keys.map((key): LayerKey => ({ layer: { kind: 'baseline' }, file, ...key })),
  );
  const overridden = overrides
    .filter((override) => override.plugin === plugin)
    .map(({ scope, file, key }): LayerKey => ({ layer: scope, file, ...key }));
  return [...owned, ...overridden];
}

/** Files whose keys have no sections: dots are part of their names. */
function flatFiles({ baselines }: Pick<DesiredState, 'baselines'>, plugin: string): ReadonlySet<string> {
  const files = baselines.get(plugin)?.files ?? [];
  return new Set(files.filter(({ format }) => format === 'properties').map(({ path }) => path));
}

function inOwnForm({ file, path }: KeyPosition, flat: ReadonlySet<string>): KeyPosition {
  return flat.has(file) ? { file, path: [keyId(path)] } : { file, path };
}

function idOf(layer: KeyLayer, { file, path }: KeyPosition): string {
  return JSON.stringify([layer, file, keyId(path)]);
}

function kindOf(
  { layer, value }: LayerKey,
  targets: readonly KeyPosition[],
  said: ReadonlyMap<string, SourceKey['value']>,
): MigrationStep['kind'] {
  if (targets.length === 0) return 'drops';
  const there = targets.map((target) => said.get(idOf(layer, target)));
  if (there.some((known) => known !== undefined && !equalSourceValues(known, value))) return 'conflicts';
  return there.every((known) => known !== undefined) ? 'joins' : 'moves';
}
