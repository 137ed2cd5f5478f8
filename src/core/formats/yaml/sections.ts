import type { KeyPath } from '../../model/key-path.ts';
import type { MappingNode, Pair } from './nodes.ts';
import type { YamlEntry } from './yaml-entry.ts';
import { YamlError } from './yaml-error.ts';

/** Where a key stands in the text. */
export interface Holder {
  readonly mapping: MappingNode;
  readonly pair: Pair;
  /** True below an anchor, an alias or a merge key, where one text stands for several keys. */
  readonly shared: boolean;
}

/** A configuration section as Bukkit builds it: names to values or further sections. */
export interface Section {
  readonly kind: 'section';
  readonly children: Map<string, Section | Leaf>;
  /** Where it was written, for one that stays empty. */
  readonly origin: Origin;
  /** Undefined for the root and for a section that only a key with dots in it implies. */
  readonly holder: Holder | undefined;
  /** Its map; undefined for an implied section. */
  readonly mapping: MappingNode | undefined;
}

export interface Leaf {
  readonly kind: 'leaf';
  readonly entry: YamlEntry;
  readonly holder: Holder;
}

export interface Origin {
  readonly path: KeyPath;
  readonly line: number;
  readonly column: number;
}

/** Puts keys where Bukkit's `createSection` and `set` put them: split at dots, later ones over earlier ones. */
export class SectionBuilder {
  /** True once a key has taken the place of another, or gave way to one. */
  collided = false;
  /** True once a key had a dot in it, so that the tree's order may differ from the file's. */
  dotted = false;

  /** A section that was there before under the same name is gone. */
  addSection(parent: Section, name: string, section: Section): void {
    const at = this.#parentOf(parent, name, section.origin);
    this.#put(at.section, at.name, section);
  }

  addLeaf(parent: Section, name: string, leaf: Leaf): void {
    if (leaf.entry.value === null && isLost(parent, name)) {
      this.collided = true;
      return;
    }
    const at = this.#parentOf(parent, name, leaf.entry);
    this.#put(at.section, at.name, leaf);
  }

  #parentOf(
    parent: Section,
    name: string,
    origin: Origin,
  ): { readonly section: Section; readonly name: string } {
    if (name === '') throw new YamlError('A key is empty', origin.line, origin.column);
    if (name.indexOf('.') < 0) return { section: parent, name };
    this.dotted = true;
    const names = name.split('.');
    const last = names.pop() ?? '';
    if (last === '') throw new YamlError('A key ends with a dot', origin.line, origin.column);
    let section = parent;
    for (const part of names) section = part === '' ? section : this.#implied(section, part, origin);
    return { section, name: last };
  }

  #implied(parent: Section, name: string, origin: Origin): Section {
    const child = parent.children.get(name);
    if (child?.kind === 'section') return child;
    if (child !== undefined) this.collided = true;
    const section: Section = {
      kind: 'section',
      children: new Map(),
      origin,
      holder: undefined,
      mapping: undefined,
    };
    parent.children.set(name, section);
    return section;
  }

  #put(section: Section, name: string, child: Section | Leaf): void {
    if (section.children.delete(name)) this.collided = true;
    section.children.set(name, child);
  }
}

/** In Bukkit a null changes nothing below a key that is no section, nor under a key that ends with a dot. */
function isLost(parent: Section, name: string): boolean {
  if (name.indexOf('.') < 0) return false;
  if (name.endsWith('.')) return true;
  let section = parent;
  for (const part of name.split('.').slice(0, -1)) {
    const child = part === '' ? section : section.children.get(part);
    if (child === undefined) return false;
    if (child.kind === 'leaf') return true;
    section = child;
  }
  return false;
}
