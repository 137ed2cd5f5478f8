import { MistakeError } from '../../../core/model/errors.ts';
import { matchesGlob } from '../../../core/model/glob.ts';
import type { KeyMigration } from '../../../core/model/key-migration.ts';
import { markValue } from '../../../core/model/mark-value.ts';
import type { AdoptionEdit } from '../../../core/onramp/adopt/adoption-edit.ts';
import type { AddedKey, FileMerge } from '../../../core/onramp/versions/merge-defaults.ts';
import type { MigrationStep } from '../../../core/onramp/versions/plan-migration.ts';

import { stepsOf } from './migrate-plugin.ts';
import { changeVersions, type VersionBase, type VersionChange } from './version-base.ts';

/** What a person decides about the keys of a new version. */
export interface MergeChoices {
  readonly plugin: string;
  /** Each as `old=new`. */
  readonly rename: readonly string[];
  /** Globs over keys that vanished. */
  readonly drop: readonly string[];
  /** Globs over new keys that the baseline shall own, with their defaults. */
  readonly own: readonly string[];
  /** The version that the registry shall remember the changes for; undefined = not at all. */
  readonly recordFor: string | undefined;
}

export interface ChosenMerge extends VersionChange {
  readonly steps: readonly MigrationStep[];
  readonly owned: readonly { readonly file: string; readonly key: AddedKey }[];
  /** Owned keys that vanished and that nothing is decided of. */
  readonly open: readonly { readonly file: string; readonly id: string }[];
}

/** The repository after these choices. Throws `MistakeError` for a choice that fits nothing. */
export async function chooseMerge(
  base: VersionBase,
  merges: readonly FileMerge[],
  choices: MergeChoices,
): Promise<ChosenMerge> {
  const migrations = migrationsOf(merges, choices);
  const { steps, edits } = stepsOf(base, choices.plugin, migrations);
  const owned = choices.own.flatMap((glob) => takeNew(merges, glob));
  const record = choices.recordFor === undefined ? undefined : { plugin: choices.plugin, migrations };
  const all = [...edits, ...owned.map(({ file, key }) => ownEdit(choices.plugin, file, key))];
  const change = await changeVersions(base, { edits: all, record });
  const decided = new Set(
    migrations.flatMap((migration) => oldKeys(migration).map((id) => `${migration.file}\n${id}`)),
  );
  const open = merges.flatMap(({ file, vanished }) =>
    vanished.filter(({ id }) => !decided.has(`${file}\n${id}`)).map(({ id }) => ({ file, id })),
  );
  return { ...change, steps, owned, open };
}

function oldKeys({ rename, drop }: KeyMigration): readonly string[] {
  return [...Object.keys(rename), ...drop];
}

function migrationsOf(merges: readonly FileMerge[], choices: MergeChoices): readonly KeyMigration[] {
  const renames = choices.rename.map((text) => readRename(merges, text));
  const drops = choices.drop.flatMap((glob) => takeVanished(merges, glob));
  return merges.flatMap(({ file }) => {
    const own = renames.filter((rename) => rename.file === file);
    const rename = Object.fromEntries(own.map(({ from, to }) => [from, to]));
    const dropped = drops
      .filter((one) => one.file === file && !Object.hasOwn(rename, one.id))
      .map(({ id }) => id);
    if (own.length + dropped.length === 0) return [];
    const drop = [...new Set(dropped)];
    return [{ to: choices.recordFor ?? '', file, rename, move: {}, split: {}, drop }];
  });
}

interface Rename {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

function readRename(merges: readonly FileMerge[], text: string): Rename {
  const equals = text.indexOf('=');
  const [from, to] = [text.slice(0, equals), text.slice(equals + 1)];
  const files = merges.filter(({ vanished }) => vanished.some(({ id }) => id === from));
  const [merge] = files;
  if (equals < 1 || merge === undefined || files.length > 1) {
    throw new MistakeError(
      `--rename ${text} names no owned key that vanished${files.length > 1 ? ' from one file alone' : ''}`,
      'Write it as OLD=NEW with an old key of the list, and name the file with --file where several have it.',
    );
  }
  if (merge.added.some(({ id }) => id === to)) return { file: merge.file, from, to };
  throw new MistakeError(`--rename ${text}: ${to} is no new key`, 'Name one of the new keys of the list.');
}

function takeVanished(merges: readonly FileMerge[], glob: string) {
  const found = merges.flatMap(({ file, vanished }) =>
    vanished.filter(({ id }) => matchesGlob(id, glob)).map(({ id }) => ({ file, id })),
  );
  if (found.length > 0) return found;
  throw new MistakeError(`--drop ${glob} fits no owned key that vanished`, 'Name one of the list.');
}

function takeNew(merges: readonly FileMerge[], glob: string): ChosenMerge['owned'] {
  const found = merges.flatMap(({ file, added }) =>
    added.filter(({ id, isOwned }) => !isOwned && matchesGlob(id, glob)).map((key) => ({ file, key })),
  );
  if (found.length > 0) return found;
  throw new MistakeError(`--own ${glob} fits no new key`, 'Name one of the list.');
}

function ownEdit(plugin: string, file: string, { path, value }: AddedKey): AdoptionEdit {
  const change = { kind: 'set', value: markValue(value) } as const;
  return { kind: 'key', layer: { kind: 'baseline' }, plugin, file, path, change };
}
