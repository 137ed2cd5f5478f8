import { parentIds } from '../model/key-path.ts';
import { type CompiledFile, type CompiledKey, sectionsOf } from './compile-desired-state.ts';

/** The keys of a file on one instance: the baseline's in its order, then those that overrides alone bring. */
export interface LayeredKeys {
  readonly keys: readonly CompiledKey[];
  /** Overrides that can't be, since a section and a value would share an id. */
  readonly conflicts: readonly CompiledKey[];
}

/** Lays the overrides of the given scopes, widest first, over the baseline's keys; the last one wins. */
export function layerKeys(file: CompiledFile, scopes: readonly string[]): LayeredKeys {
  const winners = new Map<string, CompiledKey>();
  for (const scope of scopes) for (const key of file.overrides.get(scope) ?? []) winners.set(key.id, key);
  if (winners.size === 0) return { keys: file.keys, conflicts: [] };
  const keys = file.keys.map((key) => winners.get(key.id) ?? key);
  for (const key of winners.values()) if (!file.byId.has(key.id)) keys.push(key);
  return { keys, conflicts: findConflicts(file, winners) };
}

function findConflicts(
  file: CompiledFile,
  winners: ReadonlyMap<string, CompiledKey>,
): readonly CompiledKey[] {
  const sections = sectionsOf(winners.keys());
  return [...winners.values()].filter((key) => {
    if (file.sections.has(key.id) || sections.has(key.id)) return true;
    return parentIds(key.id).some((parent) => file.byId.has(parent));
  });
}
