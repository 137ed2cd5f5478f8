import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKvp, setInKvp } from './kvp-text.ts';

/** AMP's own settings of an instance, by node such as `MinecraftModule.Limits.MaxPlayers`. */
export interface AmpSettings {
  /** Undefined for a node that AMP does not know. */
  get(node: string): string | undefined;
  /** False for a node that AMP does not know. */
  set(node: string, value: string): boolean;
  /** Reads the files again, as a daemon does when it starts; meanwhile it goes by its memory and writes over them. */
  load(): void;
}

/** `extraNodes` are known though no file holds them yet. */
export function createAmpSettings(folder: string, extraNodes: readonly string[]): AmpSettings {
  let texts: ReadonlyMap<string, string> = new Map();
  const load = (): void => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.kvp') || name === 'AMPConfig.conf');
    texts = new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  };
  const get = (node: string): string | undefined => {
    const { file, key } = placeOf(node);
    const value = readKvp(texts.get(file) ?? '').get(key);
    return value ?? (extraNodes.includes(node) ? '' : undefined);
  };
  load();
  return {
    get,
    load,
    set(node, value) {
      if (get(node) === undefined) return false;
      const { file, key } = placeOf(node);
      const text = setInKvp(texts.get(file) ?? '', key, value);
      texts = new Map([...texts, [file, text]]);
      writeFileSync(join(folder, file), text);
      return true;
    },
  };
}

function placeOf(node: string): { readonly file: string; readonly key: string } {
  const dot = node.indexOf('.');
  const area = node.slice(0, dot);
  return { file: area === 'Core' ? 'AMPConfig.conf' : `${area}.kvp`, key: node.slice(dot + 1) };
}
