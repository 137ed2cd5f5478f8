import type { HoconMember, HoconValue } from './hocon-syntax.ts';

type Scalar = Extract<HoconValue, { kind: 'scalar' }>;
type Reference = Extract<HoconValue, { kind: 'reference' }>;

/** A value after equal keys are merged; a stack waits for its references, the last layer on top. */
export type Layered =
  | Scalar
  | Reference
  | { readonly kind: 'list'; readonly items: readonly Layered[] }
  | { readonly kind: 'joined'; readonly pieces: readonly Layered[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Layered> }
  /** `+=`: one more item for the list below. */
  | { readonly kind: 'appended'; readonly item: Layered }
  | { readonly kind: 'stack'; readonly layers: readonly Layered[] };

/** A value without references. */
export type Plain =
  | Scalar
  | { readonly kind: 'list'; readonly items: readonly Plain[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Plain> };

/** Merges members in order: objects with objects, anything else hides what stood before. */
export function mergeFields(members: readonly HoconMember[]): ReadonlyMap<string, Layered> {
  const fields = new Map<string, Layered>();
  for (const member of members) {
    const [first = '', ...rest] = member.path;
    const lower = fields.get(first);
    fields.set(first, merge(lower, nested(rest, meaningOf(member))));
  }
  return fields;
}

export function layer(value: HoconValue): Layered {
  switch (value.kind) {
    case 'scalar':
    case 'reference':
      return value;
    case 'list':
      return { kind: 'list', items: value.items.map(layer) };
    case 'joined':
      return { kind: 'joined', pieces: value.pieces.map(layer) };
    case 'object':
      return { kind: 'object', fields: mergeFields(value.members) };
  }
}

function meaningOf(member: HoconMember): Layered {
  const value = layer(member.node.meaning);
  return member.appends ? { kind: 'appended', item: value } : value;
}

function nested(path: readonly string[], value: Layered): Layered {
  return path.reduceRight<Layered>(
    (below, key) => ({ kind: 'object', fields: new Map([[key, below]]) }),
    value,
  );
}

function merge(lower: Layered | undefined, upper: Layered): Layered {
  if (lower === undefined || upper.kind === 'scalar') return upper;
  if (upper.kind === 'object' && lower.kind === 'object') {
    const fields = new Map(lower.fields);
    for (const [key, value] of upper.fields) fields.set(key, merge(fields.get(key), value));
    return { kind: 'object', fields };
  }
  if (upper.kind === 'object' && !waits(lower)) return upper;
  if (upper.kind === 'list' && !waits(upper)) return upper;
  return { kind: 'stack', layers: [...layersOf(lower), ...layersOf(upper)] };
}

function layersOf(value: Layered): readonly Layered[] {
  return value.kind === 'stack' ? value.layers : [value];
}

function waits(value: Layered): boolean {
  switch (value.kind) {
    case 'scalar':
    case 'object':
      return false;
    case 'list':
      return value.items.some(waits);
    default:
      return true;
  }
}
