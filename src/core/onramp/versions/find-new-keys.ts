import type { ConfigDocument } from '../../formats/config-format.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import { type KeyPath, parentIds } from '../../model/key-path.ts';

/** A key of a live file that nobody owns. */
export interface NewKey {
  readonly id: string;
  readonly path: KeyPath;
  readonly value: ConfigValue;
}

/**
 * The keys that a live file has and the repository does not own, in the file's order. `knownBefore` = the ids of an
 * earlier version's file; without it every key that is not owned counts.
 */
export function findNewKeys(
  live: ConfigDocument,
  owned: ReadonlySet<string>,
  knownBefore: ReadonlySet<string> | undefined,
): readonly NewKey[] {
  const sections = new Set([...owned].flatMap(parentIds));
  return (
    [...live.entries()]
      .filter(({ id }) => !owned.has(id) && knownBefore?.has(id) !== true)
      // An emptied section with owned keys is missing keys, not a new one.
      .filter(({ id }) => !sections.has(id) && !parentIds(id).some((parent) => owned.has(parent)))
      .map(({ id, path, value }) => ({ id, path, value }))
  );
}
