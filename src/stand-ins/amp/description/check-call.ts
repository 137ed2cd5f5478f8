import type { CheckValue } from './check-value.ts';
import { type MethodRow, parameterType } from './method-table.ts';

/** What a request got wrong. */
export type CallFlaw =
  | { readonly kind: 'missing'; readonly parameter: string }
  | { readonly kind: 'unknown'; readonly parameter: string }
  | { readonly kind: 'type'; readonly parameter: string; readonly wanted: string };

/** `parameters` without SESSIONID, which every method takes. Null is a value of no type. */
export function checkCall(
  row: MethodRow,
  parameters: ReadonlyMap<string, unknown>,
  checkValue: CheckValue,
): readonly CallFlaw[] {
  const unknown = [...parameters.keys()].filter((name) => !Object.hasOwn(row.parameters, name));
  const flaws = Object.entries(row.parameters).flatMap(([parameter, type]): readonly CallFlaw[] => {
    const { typeName, isOptional } = parameterType(type);
    const value = parameters.get(parameter);
    if (value === undefined) return isOptional ? [] : [{ kind: 'missing', parameter }];
    const fits = value !== null && checkValue(typeName, value) === undefined;
    return fits ? [] : [{ kind: 'type', parameter, wanted: typeName }];
  });
  return [...unknown.map((parameter) => ({ kind: 'unknown', parameter }) as const), ...flaws];
}
