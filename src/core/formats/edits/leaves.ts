import { type ConfigMap, type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';

export interface Leaf {
  readonly path: KeyPath;
  readonly value: ConfigValue;
}

/** The entries of a tree of sections: all values but maps that have keys of their own. */
export function* leavesOf(map: ConfigMap, parent: KeyPath = []): Iterable<Leaf> {
  for (const [key, value] of map) {
    const path = [...parent, key];
    if (isConfigMap(value) && value.size > 0) yield* leavesOf(value, path);
    else yield { path, value };
  }
}
