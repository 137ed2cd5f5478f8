import type { KeyPath } from '../../model/key-path.ts';
import { construct, constructScalar, toConfigValue } from './construct.ts';
import { javaText } from './java-text.ts';
import { effectivePairs } from './merge-keys.ts';
import type { MappingNode, Pair } from './nodes.ts';
import { type Holder, type Section, SectionBuilder } from './sections.ts';
import type { YamlEntry } from './yaml-entry.ts';
import { YamlError } from './yaml-error.ts';

const MAX_ID_CHARACTERS = 50_000_000;

/** The sections and keys of a root map, with their places in the text. */
export function buildSections(root: MappingNode): {
  readonly section: Section;
  readonly builder: SectionBuilder;
} {
  const origin = { path: [], line: root.line, column: root.column };
  const section: Section = { kind: 'section', children: new Map(), origin, holder: undefined, mapping: root };
  const builder = new SectionBuilder();
  new Assembler(builder).addPairs(root, { section, path: [], id: '', shared: root.anchor !== undefined });
  return { section, builder };
}

interface Place {
  readonly section: Section;
  readonly path: KeyPath;
  readonly id: string;
  /** True below an anchor, an alias or a merge key, where one text stands for several keys. */
  readonly shared: boolean;
}

class Assembler {
  readonly #builder: SectionBuilder;
  #idCharacters = 0;

  constructor(builder: SectionBuilder) {
    this.#builder = builder;
  }

  addPairs(node: MappingNode, place: Place): void {
    const pairs = effectivePairs(node, construct);
    const own = node.merged ? new Set(node.pairs) : undefined;
    for (const pair of pairs) {
      const name = javaText(construct(pair.key));
      const id = place.id === '' ? name : `${place.id}.${name}`;
      this.#count(id, pair);
      const shared =
        place.shared ||
        pair.alias ||
        pair.value.anchor !== undefined ||
        (own !== undefined && !own.has(pair));
      this.#addPair({ mapping: node, pair, shared }, { name, id, place });
    }
  }

  #addPair(holder: Holder, key: { readonly name: string; readonly id: string; readonly place: Place }): void {
    const { name, id, place } = key;
    const path = [...place.path, name];
    const { line, column } = holder.pair.key;
    const value = holder.pair.value;
    if (value.kind === 'mapping' && !isTyped(value)) {
      const origin = { path, line, column };
      const section: Section = { kind: 'section', children: new Map(), origin, holder, mapping: value };
      this.#builder.addSection(place.section, name, section);
      this.addPairs(value, { section, path, id, shared: holder.shared });
      return;
    }
    const entry: YamlEntry = {
      id,
      path,
      value: value.kind === 'scalar' ? constructScalar(value) : toConfigValue(construct(value)),
      line,
      column,
      span: holder.shared ? undefined : spanOf(holder.pair),
      oneLine: !holder.shared && !holder.mapping.flow ? oneLineStyle(holder.pair) : undefined,
    };
    this.#builder.addLeaf(place.section, name, { kind: 'leaf', entry, holder });
  }

  /** Long keys above many others would make ids of unbounded length. */
  #count(id: string, pair: Pair): void {
    this.#idCharacters += id.length;
    if (this.#idCharacters > MAX_ID_CHARACTERS)
      throw new YamlError('The keys of the file are too long', pair.key.line, pair.key.column);
  }
}

/** A map with a `==` key is an object that Bukkit makes at once. */
function isTyped(node: MappingNode): boolean {
  return (node.effective ?? node.pairs).some((pair) => pair.key.kind === 'scalar' && pair.key.text === '==');
}

function spanOf(pair: Pair): YamlEntry['span'] {
  const value = pair.value;
  if (value.kind !== 'scalar' || value.start !== value.textStart || value.end === value.start)
    return undefined;
  if (value.line !== value.endLine || value.style === 'literal' || value.style === 'folded') return undefined;
  return { start: value.start, end: value.end };
}

/** The style of a scalar behind its key on the same line. */
function oneLineStyle(pair: Pair): YamlEntry['oneLine'] {
  const value = pair.value;
  if (value.kind !== 'scalar' || value.line !== pair.key.line || pair.explicit) return undefined;
  return value.style === 'plain' || value.style === 'single' || value.style === 'double'
    ? value.style
    : undefined;
}
