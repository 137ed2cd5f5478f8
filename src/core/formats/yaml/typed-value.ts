import type { Binary, Timestamp } from '../../model/config-value.ts';

/** A value as SnakeYAML's safe loader makes it, with the types of keys kept. */
export type TypedValue = TypedScalar | readonly TypedValue[] | TypedMap | TypedSet;

export type TypedScalar = null | boolean | string | bigint | number | Timestamp | Binary;

export interface TypedMap {
  readonly kind: 'map';
  readonly entries: readonly (readonly [TypedValue, TypedValue])[];
}

export interface TypedSet {
  readonly kind: 'set';
  readonly items: readonly TypedValue[];
}

export function isTypedList(value: TypedValue): value is readonly TypedValue[] {
  return Array.isArray(value);
}
