import type { ConfigMap, ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import { BraceError } from '../braces/brace-syntax.ts';
import type { HoconMember, HoconValue } from './hocon-syntax.ts';
import { joinValues, mergePlain } from './join-values.ts';
import { type Layered, layer, mergeFields, type Plain } from './layers.ts';

/** The values of a file with references followed within it. Throws `BraceError` where one leads nowhere. */
export function resolveHocon(members: readonly HoconMember[]): ConfigMap {
  return new Resolver(mergeFields(members)).values();
}

/** The value of a text without references; undefined where it holds one. */
export function literalValue(meaning: HoconValue): ConfigValue | undefined {
  if (holdsReference(meaning)) return undefined;
  const plain = new Resolver(new Map()).resolve(layer(meaning), []);
  return plain === undefined ? null : configValue(plain);
}

function holdsReference(meaning: HoconValue): boolean {
  switch (meaning.kind) {
    case 'scalar':
      return false;
    case 'reference':
      return true;
    case 'list':
      return meaning.items.some(holdsReference);
    case 'joined':
      return meaning.pieces.some(holdsReference);
    case 'object':
      return meaning.members.some((member) => member.appends || holdsReference(member.node.meaning));
  }
}

function configValue(plain: Plain): ConfigValue {
  switch (plain.kind) {
    case 'scalar':
      return plain.value;
    case 'list':
      return plain.items.map(configValue);
    case 'object':
      return new Map([...plain.fields].map(([key, value]) => [key, configValue(value)]));
  }
}

/** Most values and references of one file, so that references to references can't grow without bound. */
const MAX_STEPS = 5_000_000;
const MAX_REFERENCES = 50_000;
/** Deepest chain of references. */
const MAX_CHAIN = 100;
/** Longest text that joining may make. */
const MAX_JOINED = 16_000_000;

const TOO_INVOLVED = 'the references of this file are too involved';

class Resolver {
  readonly #fields: ReadonlyMap<string, Layered>;
  /** Keys that are being resolved, with what stands below the layer at hand. */
  readonly #underWay: { readonly id: string; below: Plain | undefined }[] = [];
  #steps = 0;
  #references = 0;
  #joined = 0;

  constructor(fields: ReadonlyMap<string, Layered>) {
    this.#fields = fields;
  }

  values(): ConfigMap {
    const root = this.resolve({ kind: 'object', fields: this.#fields }, []);
    return root?.kind === 'object' ? (configValue(root) as ConfigMap) : new Map();
  }

  /** Undefined for an optional reference to nothing: the key is then not there. */
  resolve(value: Layered, path: KeyPath): Plain | undefined {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new BraceError(TOO_INVOLVED, 0);
    switch (value.kind) {
      case 'scalar':
        return value;
      case 'object':
        return this.#object(value.fields, path);
      case 'list':
        return { kind: 'list', items: this.#each(value.items, path) };
      case 'joined':
        return this.#join(this.#each(value.pieces, path));
      case 'reference':
        return this.#follow(value);
      case 'appended':
      case 'stack':
        return this.#field(value, path);
    }
  }

  #object(fields: ReadonlyMap<string, Layered>, path: KeyPath): Plain {
    const plain = new Map<string, Plain>();
    for (const [key, field] of fields) {
      const value = this.#field(field, [...path, key]);
      if (value !== undefined) plain.set(key, value);
    }
    return { kind: 'object', fields: plain };
  }

  #field(field: Layered, path: KeyPath): Plain | undefined {
    if (field.kind === 'scalar' || field.kind === 'object') return this.resolve(field, path);
    return this.#stack(field.kind === 'stack' ? field.layers : [field], path);
  }

  /** A reference to the key itself means what stands below the layer that holds the reference. */
  #stack(layers: readonly Layered[], path: KeyPath): Plain | undefined {
    if (this.#underWay.length >= MAX_CHAIN) throw new BraceError(TOO_INVOLVED, 0);
    const own: { readonly id: string; below: Plain | undefined } = {
      id: JSON.stringify(path),
      below: undefined,
    };
    this.#underWay.push(own);
    for (const upper of layers) {
      const value =
        upper.kind === 'appended' ? this.#append(own.below, upper.item, path) : this.resolve(upper, path);
      if (value !== undefined) own.below = mergePlain(own.below, value);
    }
    this.#underWay.pop();
    return own.below;
  }

  #append(below: Plain | undefined, item: Layered, path: KeyPath): Plain | undefined {
    const added: Plain = { kind: 'list', items: this.#each([item], path) };
    return this.#join(below === undefined ? [added] : [below, added]);
  }

  #each(values: readonly Layered[], path: KeyPath): readonly Plain[] {
    return values.flatMap((value) => this.resolve(value, path) ?? []);
  }

  #join(pieces: readonly Plain[]): Plain | undefined {
    const joined = joinValues(pieces);
    if (joined === 'mixed') throw new BraceError('a list or object can not be joined with text', 0);
    if (joined?.kind === 'scalar') this.#joined += joined.text.length;
    if (this.#joined > MAX_JOINED) throw new BraceError(TOO_INVOLVED, 0);
    return joined;
  }

  #follow(reference: Extract<HoconValue, { kind: 'reference' }>): Plain | undefined {
    this.#references += 1;
    if (this.#references > MAX_REFERENCES) throw new BraceError(TOO_INVOLVED, reference.offset);
    const found = this.#lookUp(reference.path);
    if (found === undefined && !reference.optional) {
      throw new BraceError('this reference names no key of this file', reference.offset);
    }
    return found;
  }

  #lookUp(path: KeyPath): Plain | undefined {
    let current: Layered = { kind: 'object', fields: this.#fields };
    for (let length = 1; length <= path.length; length += 1) {
      const found: Layered | undefined =
        current.kind === 'object' ? current.fields.get(path[length - 1] ?? '') : undefined;
      if (found === undefined) return undefined;
      const prefix = path.slice(0, length);
      const own = this.#underWay.findLast(({ id }) => id === JSON.stringify(prefix));
      const value: Layered | undefined = own === undefined ? this.#enough(found, prefix, path) : own.below;
      if (value === undefined) return undefined;
      current = value;
    }
    return this.#field(current, path);
  }

  /** On the way to a key only what is no object yet must be resolved. */
  #enough(found: Layered, prefix: KeyPath, path: KeyPath): Layered | undefined {
    return prefix.length === path.length || found.kind === 'object' ? found : this.#field(found, prefix);
  }
}
