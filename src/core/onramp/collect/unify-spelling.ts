import type { SeenFleet } from '../seen-fleet.ts';

/** Plugins whose names differ in case alone are one, called as they are seen first: file names may not tell them apart. */
export function unifySpelling(fleet: SeenFleet): SeenFleet {
  const spelling = new Map<string, string>();
  const unify = <T extends { readonly plugin: string }>(seen: T): T => {
    const id = seen.plugin.toLowerCase();
    const first = spelling.get(id) ?? seen.plugin;
    spelling.set(id, first);
    return first === seen.plugin ? seen : { ...seen, plugin: first };
  };
  return {
    ...fleet,
    instances: fleet.instances.map((instance) => ({
      ...instance,
      plugins: instance.plugins.map(unify),
      files: instance.files.map(unify),
    })),
  };
}
