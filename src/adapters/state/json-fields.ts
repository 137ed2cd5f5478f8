// Stored JSON is checked by hand, not by a schema library: a steady pass reads it and must not load one for it.

export type Fields = Readonly<Record<string, unknown>>;

/** The object that the bytes spell in JSON; undefined for anything else. */
export function parseFields(bytes: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isOneOf<T extends string>(value: unknown, names: readonly T[]): value is T {
  return names.some((name) => name === value);
}
