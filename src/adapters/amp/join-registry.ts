import type { Registry, RegistryEntry } from './read-registry.ts';

/** AMP's registry beside the folders that are there. */
export interface JoinedRegistry {
  readonly byFolder: ReadonlyMap<string, RegistryEntry>;
  readonly withoutFolder: readonly RegistryEntry[];
  readonly troubles: readonly string[];
}

/** Joins by the instance's name; an entry without a folder of its name by the last name of its path. */
export function joinRegistry(folders: readonly string[], registry: Registry): JoinedRegistry {
  const present = new Set(folders);
  const byFolder = new Map<string, RegistryEntry>();
  for (const entry of registry.entries) {
    if (present.has(entry.amp.instanceName)) byFolder.set(entry.amp.instanceName, entry);
  }
  const withoutFolder: RegistryEntry[] = [];
  for (const entry of registry.entries) {
    const { pathName, amp } = entry;
    if (byFolder.get(amp.instanceName) === entry) continue;
    if (pathName !== undefined && present.has(pathName) && !byFolder.has(pathName))
      byFolder.set(pathName, entry);
    else withoutFolder.push(entry);
  }
  return { byFolder, withoutFolder, troubles: registry.troubles };
}
