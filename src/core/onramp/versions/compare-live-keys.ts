import type { ConfigDocument } from '../../formats/config-format.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import { findNewKeys, type NewKey } from './find-new-keys.ts';
import { probableNames } from './probable-names.ts';

/** An owned key's value as the repository wants it; undefined where it is a secret. */
export interface WantedKey {
  readonly id: string;
  readonly value: ConfigValue | undefined;
}

export interface LiveKeys {
  /** Wanted, and not in the file, with the keys of the file that it may be called now. */
  readonly vanished: readonly (WantedKey & { readonly probably: readonly string[] })[];
  /** How many keys nobody owns. */
  readonly unowned: number;
  /** Those of them that the earlier file did not have; undefined where none is known. */
  readonly fresh: readonly NewKey[] | undefined;
}

/** A live file beside the keys that are wanted in it, and where it is given an earlier default. */
export function compareLiveKeys(
  live: ConfigDocument,
  owned: { readonly ids: ReadonlySet<string>; readonly wanted: readonly WantedKey[] },
  earlier: ConfigDocument | undefined,
): LiveKeys {
  const unowned = findNewKeys(live, owned.ids, undefined);
  const known = earlier && new Set([...earlier.entries()].map(({ id }) => id));
  const fresh = known && findNewKeys(live, owned.ids, known);
  const vanished = owned.wanted
    .filter(({ id }) => live.get(id) === undefined && !live.hasSection(id))
    .map((key) => ({ ...key, probably: probableNames(key, fresh ?? unowned) }));
  return { vanished, unowned: unowned.length, fresh };
}
