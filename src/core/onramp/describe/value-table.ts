import { type ConfigValue, canonicalText } from '../../model/config-value.ts';

/**
 * Numbers values so that equal ones have one number and whole columns compare as integers. `1` and `1.0` are two, since
 * each is to be written as it was seen; within a column they are one all the same.
 */
export interface ValueTable {
  idOf(value: ConfigValue): number;
  valueOf(id: number): ConfigValue;
}

export function createValueTable(): ValueTable {
  const values: ConfigValue[] = [];
  const texts = new Map<string, number>();
  const others = new Map<string, number>();
  return {
    idOf(value) {
      const isText = typeof value === 'string';
      const known = isText ? texts : others;
      const text = isText ? value : `${typeof value === 'number' ? 'float ' : ''}${canonicalText(value)}`;
      const found = known.get(text);
      if (found !== undefined) return found;
      known.set(text, values.length);
      return values.push(value) - 1;
    },
    valueOf: (id) => values[id] as ConfigValue,
  };
}
