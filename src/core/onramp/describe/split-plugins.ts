import type { Platform } from '../../model/instance.ts';
import type { SeenFile, SeenInstance } from '../seen-fleet.ts';
import type { ValueTable } from './value-table.ts';

/** One file of a plugin, as the members have it. */
export interface FoundFile {
  readonly path: string;
  readonly format: SeenFile['format'];
  /** Index of the instance → the file there, in ascending order. */
  readonly on: Map<number, SeenFile>;
}

/** What one baseline can say of a plugin: one folder, and platforms whose files are alike. */
export interface PluginPart {
  readonly plugin: string;
  readonly folder: string;
  readonly platforms: Set<Platform>;
  readonly members: Set<number>;
  readonly files: Map<string, FoundFile>;
}

/** The parts of every plugin in the order in which they were seen; the one on most instances comes first. */
export function splitPlugins(
  instances: readonly SeenInstance[],
  values: ValueTable,
): ReadonlyMap<string, readonly PluginPart[]> {
  const byPlatform = new Map<string, PluginPart>();
  instances.forEach((instance, index) => {
    for (const file of instance.files) {
      const id = JSON.stringify([file.plugin, file.folder, instance.platform]);
      const part = byPlatform.get(id) ?? emptyPart(file, instance.platform);
      byPlatform.set(id, part);
      addFile(part, file, index);
    }
  });
  const parts = new Map<string, PluginPart[]>();
  for (const part of byPlatform.values()) {
    const known = parts.get(part.plugin) ?? [];
    parts.set(part.plugin, known);
    const alike = known.find((other) => other.folder === part.folder && areAlike(other, part, values));
    if (alike === undefined) known.push(part);
    else merge(alike, part);
  }
  for (const list of parts.values()) list.sort((a, b) => b.members.size - a.members.size);
  return parts;
}

function emptyPart({ plugin, folder }: SeenFile, platform: Platform): PluginPart {
  return { plugin, folder, platforms: new Set([platform]), members: new Set(), files: new Map() };
}

function addFile(part: PluginPart, file: SeenFile, index: number): void {
  const { path, format } = file;
  const id = JSON.stringify([path, format]);
  const found = part.files.get(id) ?? { path, format, on: new Map<number, SeenFile>() };
  part.files.set(id, found);
  found.on.set(index, file);
  part.members.add(index);
}

/** True where the first server of each platform has more keys in common with the other's than apart. */
function areAlike(a: PluginPart, b: PluginPart, values: ValueTable): boolean {
  const left = firstKeys(a, values);
  const right = firstKeys(b, values);
  const common = [...left].filter(([id, value]) => right.get(id) === value).length;
  return common > left.size + right.size - 2 * common;
}

function firstKeys(part: PluginPart, values: ValueTable): ReadonlyMap<string, number> {
  const keys = new Map<string, number>();
  for (const [id, { on }] of part.files) {
    const [file] = on.values();
    for (const key of file?.keys ?? []) keys.set(`${id}\n${key.id}`, values.idOf(key.value));
  }
  return keys;
}

function merge(into: PluginPart, part: PluginPart): void {
  for (const platform of part.platforms) into.platforms.add(platform);
  for (const { on } of part.files.values()) for (const [index, file] of on) addFile(into, file, index);
}
