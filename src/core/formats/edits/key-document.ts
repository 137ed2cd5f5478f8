import { keyId } from '../../model/key-path.ts';
import type { ConfigDocument, ConfigEntry } from '../config-format.ts';

/** A document over entries in file order. Where two entries share an id, the later one counts. */
export function keyDocument(entries: readonly ConfigEntry[]): ConfigDocument {
  return new KeyDocument(entries);
}

class KeyDocument implements ConfigDocument {
  readonly #entries = new Map<string, ConfigEntry>();
  #sections: Set<string> | undefined;

  constructor(entries: readonly ConfigEntry[]) {
    for (const entry of entries) this.#entries.set(entry.id, entry);
  }

  get(id: string): ConfigEntry | undefined {
    return this.#entries.get(id);
  }

  entries(): Iterable<ConfigEntry> {
    return this.#entries.values();
  }

  hasSection(id: string): boolean {
    this.#sections ??= sectionsOf(this.#entries.values());
    return this.#sections.has(id);
  }
}

function sectionsOf(entries: Iterable<ConfigEntry>): Set<string> {
  const sections = new Set<string>();
  for (const { path } of entries) {
    // Inner ids before outer ones: a section that is known has its own sections known already.
    for (let length = path.length - 1; length > 0; length -= 1) {
      const id = keyId(path.slice(0, length));
      if (sections.has(id)) break;
      sections.add(id);
    }
  }
  return sections;
}
