import { ENUMS } from './enum-table.ts';
import { parameterType } from './method-table.ts';
import type { TypeTable } from './type-table.ts';

/** What is wrong with a value of this type, with the place; undefined when it fits. */
export type CheckValue = (typeName: string, value: unknown, place?: string) => string | undefined;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isWhole = (value: unknown, bits: number): boolean =>
  Number.isInteger(value) && Math.abs(Number(value)) < 2 ** (bits - 1);

/** Plain types that are never null. */
const PLAIN: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['Void', (value) => value === undefined],
  ['Boolean', (value) => typeof value === 'boolean'],
  ['Int32', (value) => isWhole(value, 32)],
  ['Int64', (value) => isWhole(value, 54)],
  ['Float', (value) => typeof value === 'number'],
  ['Guid', (value) => typeof value === 'string' && GUID.test(value)],
  ['DateTime', (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))],
  ['Object', (value) => value !== undefined],
]);

/** Texts, lists, maps and objects may be null, as in .NET; a type that the table lacks can be nothing else. */
export function createCheckValue(types: TypeTable): CheckValue {
  const check: CheckValue = (typeName, value, place = '') => {
    const isPlain = PLAIN.get(typeName);
    const numbers = ENUMS.get(typeName);
    if (isPlain !== undefined) return isPlain(value) ? undefined : wrong(place, typeName, value);
    if (numbers !== undefined) {
      return numbers.some((number) => number === value) ? undefined : wrong(place, typeName, value);
    }
    if (value === null) return undefined;
    if (typeName === 'String') {
      return typeof value === 'string' ? undefined : wrong(place, typeName, value);
    }
    return checkParts(typeName, value, place);
  };
  const checkParts: (typeName: string, value: unknown, place: string) => string | undefined = (
    typeName,
    value,
    place,
  ) => {
    const [, container, inner = ''] = /^(List|Dictionary)<(?:String, )?(.*)>$/.exec(typeName) ?? [];
    if (container === 'List') {
      if (!Array.isArray(value)) return wrong(place, typeName, value);
      return firstFlaw(value, (item, index) => check(inner, item, `${place}[${index}]`));
    }
    if (typeof value !== 'object' || value === null) return wrong(place, typeName, value);
    const entries = Object.entries(value);
    if (container === 'Dictionary') {
      return firstFlaw(entries, ([key, item]) => check(inner, item, `${place}.${key}`));
    }
    const fields = types.get(typeName);
    return fields === undefined
      ? wrong(place, typeName, value)
      : checkFields(fields, new Map(entries), place);
  };
  const checkFields = (
    fields: Readonly<Record<string, string>>,
    values: ReadonlyMap<string, unknown>,
    place: string,
  ): string | undefined => {
    const stray = [...values.keys()].find((key) => !Object.hasOwn(fields, key));
    if (stray !== undefined) return `${place}.${stray} is not described`;
    return firstFlaw(Object.entries(fields), ([name, type]) => {
      const { typeName, isOptional } = parameterType(type);
      if (isOptional && !values.has(name)) return undefined;
      return check(typeName, values.get(name), `${place}.${name}`);
    });
  };
  return check;
}

function firstFlaw<Item>(
  items: readonly Item[],
  check: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const flaw = check(item, index);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function wrong(place: string, typeName: string, value: unknown): string {
  const given = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
  return `${place === '' ? 'the answer' : place} should be ${typeName}, not ${given}`;
}
