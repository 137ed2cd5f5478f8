import * as z from 'zod';

/** The keys that a schema knows at a path, for suggestions: none where it leaves them open. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [segment, ...rest] = path;
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return knownKeys(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => knownKeys(option, path));
  if (schema instanceof z.ZodRecord) return segment === undefined ? [] : knownKeys(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  if (segment === undefined) return Object.keys(schema.shape);
  const child = schema.shape[String(segment)];
  return child === undefined ? [] : knownKeys(child, rest);
}
