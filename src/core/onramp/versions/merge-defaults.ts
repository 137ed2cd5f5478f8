import type { ConfigDocument } from '../../formats/config-format.ts';
import type { SourceKey } from '../../model/baseline.ts';
import { type ConfigValue, equalValues } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import { probableNames } from './probable-names.ts';

/** A file of a plugin in its old and its new version, as the plugin writes it by itself, and what the baseline says. */
export interface MergeInput {
  readonly file: string;
  /** Undefined where the version has no such file. */
  readonly old: ConfigDocument | undefined;
  readonly new: ConfigDocument | undefined;
  /** By id. */
  readonly owned: ReadonlyMap<string, SourceKey['value']>;
}

export interface FileMerge {
  readonly file: string;
  readonly added: readonly AddedKey[];
  /** Owned keys that the new version no longer has: a person decides. */
  readonly vanished: readonly VanishedKey[];
  /** Keys whose default differs, owned or not. */
  readonly changed: readonly ChangedKey[];
  /** Gone with the new version, and nobody owned them. */
  readonly removed: readonly string[];
  /** Owned, and in neither version's default: entries that admins made up. */
  readonly own: readonly string[];
  readonly unchanged: number;
}

export interface AddedKey {
  readonly id: string;
  readonly path: KeyPath;
  readonly value: ConfigValue;
  readonly isOwned: boolean;
}

export interface VanishedKey {
  readonly id: string;
  readonly ours: SourceKey['value'];
  /** New keys that it may have become, likeliest first. */
  readonly probably: readonly string[];
}

export interface ChangedKey {
  readonly id: string;
  readonly before: ConfigValue;
  readonly after: ConfigValue;
  /** Undefined where nobody owns it, so that servers follow the plugin. */
  readonly ours: SourceKey['value'] | undefined;
  /** What ours was beside the defaults. */
  readonly stands: 'not-owned' | 'on-old-default' | 'on-new-default' | 'on-own-value';
}

/** Old default, new default and ours side by side, key by key, in the order of the new file. */
export function mergeDefaults(input: MergeInput): FileMerge {
  const added = addedKeys(input);
  const gone = [...(input.old?.entries() ?? [])].filter(({ id }) => !isThere(input.new, id));
  const changed = changedKeys(input);
  const kept = [...(input.new?.entries() ?? [])].filter(({ id }) => input.old?.get(id) !== undefined);
  return {
    file: input.file,
    added,
    vanished: vanishedKeys(input, added),
    changed,
    removed: gone.filter(({ id }) => !input.owned.has(id)).map(({ id }) => id),
    own: [...input.owned.keys()].filter((id) => !isThere(input.old, id) && !isThere(input.new, id)),
    unchanged: kept.length - changed.length,
  };
}

function isThere(document: ConfigDocument | undefined, id: string): boolean {
  return document !== undefined && (document.get(id) !== undefined || document.hasSection(id));
}

function addedKeys({ old, new: now, owned }: MergeInput): readonly AddedKey[] {
  return [...(now?.entries() ?? [])]
    .filter(({ id }) => !isThere(old, id))
    .map(({ id, path, value }) => ({ id, path, value, isOwned: owned.has(id) }));
}

function vanishedKeys(
  { old, new: now, owned }: MergeInput,
  added: readonly AddedKey[],
): readonly VanishedKey[] {
  const open = added.filter(({ isOwned }) => !isOwned);
  return [...owned]
    .filter(([id]) => isThere(old, id) && !isThere(now, id))
    .map(([id, ours]) => ({
      id,
      ours,
      probably: probableNames({ id, value: old?.get(id)?.value }, open),
    }));
}

function changedKeys({ old, new: now, owned }: MergeInput): readonly ChangedKey[] {
  return [...(now?.entries() ?? [])].flatMap(({ id, value }) => {
    const before = old?.get(id)?.value;
    if (before === undefined || equalValues(before, value)) return [];
    const ours = owned.get(id);
    return [{ id, before, after: value, ours, stands: standOf(ours, before, value) }];
  });
}

function standOf(
  ours: SourceKey['value'] | undefined,
  before: ConfigValue,
  after: ConfigValue,
): ChangedKey['stands'] {
  if (ours === undefined) return 'not-owned';
  if (ours.kind === 'absent') return 'on-own-value';
  if (equalValues(ours.value, before)) return 'on-old-default';
  return equalValues(ours.value, after) ? 'on-new-default' : 'on-own-value';
}
