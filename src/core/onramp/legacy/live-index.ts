import type { FormatName } from '../../model/format-name.ts';
import type { SeenFile, SeenFleet, SeenKey } from '../seen-fleet.ts';
import { plainName } from './plain-name.ts';

/** Finds the file that has a key in a plugin's live files; the plugin's name may differ in case and punctuation. */
export interface LiveIndex {
  readonly find: (wanted: WantedKey) => LiveKey | undefined;
}

export interface WantedKey {
  readonly plugin: string;
  readonly key: string;
  /** Path without its ending; undefined for any file. */
  readonly stem: string | undefined;
}

interface LiveKey {
  readonly file: string;
  readonly format: FormatName;
  readonly seen: SeenKey;
}

const FIRST_FILE = /^config\.[a-z]+$/;

/** Of several files that have a key, `config.*` counts, then the first by name; of several servers the first one. */
export function indexLive({ instances }: SeenFleet): LiveIndex {
  const byPlugin = new Map<string, Map<string, LiveKey[]>>();
  for (const file of instances.flatMap(({ files }) => files)) addFile(byPlugin, file);
  return {
    find({ plugin, key, stem }) {
      const found = byPlugin.get(plainName(plugin))?.get(key) ?? [];
      const fitting = found.filter(({ file }) => stem === undefined || stemOf(file) === stem);
      return fitting.find(({ file }) => FIRST_FILE.test(file)) ?? fitting.sort(byFile)[0];
    },
  };
}

function addFile(byPlugin: Map<string, Map<string, LiveKey[]>>, file: SeenFile): void {
  const name = plainName(file.plugin);
  const keys = byPlugin.get(name) ?? new Map<string, LiveKey[]>();
  byPlugin.set(name, keys);
  for (const seen of file.keys) {
    const known = keys.get(seen.id) ?? [];
    keys.set(seen.id, known);
    if (!known.some((other) => other.file === file.path))
      known.push({ file: file.path, format: file.format, seen });
  }
}

function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}

function byFile(a: LiveKey, b: LiveKey): number {
  return a.file < b.file ? -1 : 1;
}
