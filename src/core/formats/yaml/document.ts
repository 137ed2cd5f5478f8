import type { ConfigMap } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import type { ConfigDocument } from '../config-format.ts';
import { buildSections } from './assemble.ts';
import { construct, toConfigValue } from './construct.ts';
import type { YamlNode } from './nodes.ts';
import type { Section } from './sections.ts';
import type { YamlEntry } from './yaml-entry.ts';

const EMPTY_MAP: ConfigMap = new Map();

/** A file's keys as Bukkit holds them. */
export interface YamlDocument extends ConfigDocument {
  get(id: string): YamlEntry | undefined;
  entries(): readonly YamlEntry[];
  /** False where one key took another's place, so that a changed value could change which keys there are. */
  readonly steady: boolean;
}

/** The document of a root node. Throws `YamlError` where Bukkit fails on it. */
export function buildDocument(root: YamlNode | undefined): YamlDocument {
  if (root === undefined) return indexed([], true);
  if (root.kind !== 'mapping') return indexed([rootEntry(root)], true);
  const { section, builder } = buildSections(root);
  const entries: YamlEntry[] = [];
  collect(section, entries);
  if (builder.dotted) entries.sort((a, b) => a.line - b.line || a.column - b.column);
  return indexed(entries, !builder.collided);
}

function rootEntry(root: YamlNode): YamlEntry {
  const value = toConfigValue(construct(root));
  return {
    id: '',
    path: [],
    value,
    line: root.line,
    column: root.column,
    span: undefined,
    oneLine: undefined,
  };
}

function collect(section: Section, entries: YamlEntry[]): void {
  for (const child of section.children.values()) {
    if (child.kind === 'leaf') entries.push(child.entry);
    else if (child.children.size > 0) collect(child, entries);
    else {
      const { path, line, column } = child.origin;
      entries.push({
        id: keyId(path),
        path,
        value: EMPTY_MAP,
        line,
        column,
        span: undefined,
        oneLine: undefined,
      });
    }
  }
}

function indexed(entries: readonly YamlEntry[], steady: boolean): YamlDocument {
  const byId = new Map<string, YamlEntry>();
  for (const entry of entries) byId.set(entry.id, entry);
  let sections: ReadonlySet<string> | undefined;
  return {
    steady,
    get: (id) => byId.get(id),
    entries: () => entries,
    hasSection: (id) => {
      sections ??= sectionsAbove(entries);
      return sections.has(id);
    },
  };
}

function sectionsAbove(entries: readonly YamlEntry[]): ReadonlySet<string> {
  const sections = new Set<string>();
  for (const { id } of entries)
    for (let dot = id.lastIndexOf('.'); dot > 0; dot = id.lastIndexOf('.', dot - 1)) {
      const section = id.slice(0, dot);
      if (sections.has(section)) break;
      sections.add(section);
    }
  return sections;
}
