import type { Slice } from './sources.ts';

/** What stands behind the `?` of an address, checked; or what is wrong with it. */
export type ReadQuery =
  | { readonly kind: 'read'; readonly slice: Slice; readonly filters: ReadonlyMap<string, string> }
  | { readonly kind: 'wrong'; readonly message: string };

export const DEFAULT_LIMIT = 50;
export const MOST_LIMIT = 200;
const CURSOR = /^[A-Za-z0-9._/-]{1,200}$/;

/** `filters` are the names that a list takes besides `limit` and `after`, each with what its value must be. */
export function readQuery(query: URLSearchParams, filters: ReadonlyMap<string, RegExp>): ReadQuery {
  const found = new Map<string, string>();
  for (const [name, value] of query) {
    const shape = name === 'limit' ? /^[1-9]\d{0,2}$/ : name === 'after' ? CURSOR : filters.get(name);
    if (shape === undefined) return wrong('a parameter is not known here');
    if (found.has(name)) return wrong(`\`${name}\` stands twice`);
    if (!shape.test(value)) return wrong(`\`${name}\` has no value that it can have`);
    found.set(name, value);
  }
  const limit = Number(found.get('limit') ?? DEFAULT_LIMIT);
  if (limit > MOST_LIMIT) return wrong(`\`limit\` is at most ${MOST_LIMIT}`);
  return { kind: 'read', slice: { limit, after: found.get('after') }, filters: found };
}

function wrong(message: string): ReadQuery {
  return { kind: 'wrong', message };
}

/** A page of a list that is one longer than the page where there is more. */
export function toPage<T>(
  items: readonly T[],
  limit: number,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: string | null } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? keyOf(last) : null };
}
