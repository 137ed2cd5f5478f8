import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';

type MutableMap = Map<string, ConfigValue>;

interface Namespace {
  readonly below: Map<string, Namespace>;
  /** Written as one value, so nothing may be added to it later. */
  frozen: boolean;
  /** Opened by a header or by dotted keys, so no header may open it again. */
  opened: boolean;
}

/** Builds a document's values and keeps TOML's rules on what may be defined where. False = against the rules. */
export class TableBuilder {
  readonly root: MutableMap = new Map();
  readonly #names: Namespace = newNamespace();
  #pending: KeyPath[] = [];

  openTable(path: KeyPath): boolean {
    this.#settle();
    if (this.#isFrozen(path) || this.#find(path)?.opened === true) return false;
    this.#make(path).opened = true;
    return nestAt(this.root, path) !== undefined;
  }

  openArrayElement(path: KeyPath): boolean {
    this.#settle();
    if (this.#isFrozen(path)) return false;
    const name = this.#make(path);
    name.below.clear();
    name.opened = true;
    const parent = nestAt(this.root, path.slice(0, -1));
    const key = path.at(-1) ?? '';
    const list = parent?.get(key);
    if (parent === undefined || (list !== undefined && !isConfigList(list))) return false;
    if (list === undefined) parent.set(key, [new Map()]);
    else (list as ConfigValue[]).push(new Map());
    return true;
  }

  /** `tableLength` is how many segments of the path are the table's own. */
  define(path: KeyPath, tableLength: number, value: ConfigValue): boolean {
    for (let length = tableLength + 1; length < path.length; length += 1) {
      const parent = path.slice(0, length);
      if (this.#find(parent)?.opened === true) return false;
      this.#pending.push(parent);
    }
    const parentPath = path.slice(0, -1);
    if (this.#isFrozen(parentPath)) return false;
    const parent = nestAt(this.root, parentPath);
    const key = path.at(-1) ?? '';
    if (parent === undefined || parent.has(key)) return false;
    if (isConfigList(value) || isConfigMap(value)) this.#make(path).frozen = true;
    parent.set(key, value);
    return true;
  }

  /** Tables that dotted keys opened may be added to until the next header. */
  #settle(): void {
    for (const path of this.#pending) this.#make(path).opened = true;
    this.#pending = [];
  }

  #find(path: KeyPath): Namespace | undefined {
    let name: Namespace | undefined = this.#names;
    for (const segment of path) {
      name = name.below.get(segment);
      if (name === undefined) return undefined;
    }
    return name;
  }

  #isFrozen(path: KeyPath): boolean {
    let name: Namespace | undefined = this.#names;
    for (const segment of path) {
      name = name.below.get(segment);
      if (name === undefined) return false;
      if (name.frozen) return true;
    }
    return false;
  }

  #make(path: KeyPath): Namespace {
    let name = this.#names;
    for (const segment of path) {
      let below = name.below.get(segment);
      if (below === undefined) {
        below = newNamespace();
        name.below.set(segment, below);
      }
      name = below;
    }
    return name;
  }
}

function newNamespace(): Namespace {
  return { below: new Map(), frozen: false, opened: false };
}

/** The table at a path, made where missing; of an array of tables the last element. Undefined behind a value. */
function nestAt(root: MutableMap, path: KeyPath): MutableMap | undefined {
  let map = root;
  for (const segment of path) {
    let below = map.get(segment);
    if (below === undefined) {
      below = new Map();
      map.set(segment, below);
    }
    if (isConfigList(below)) below = below.at(-1) ?? null;
    if (!isConfigMap(below)) return undefined;
    map = below as MutableMap;
  }
  return map;
}
