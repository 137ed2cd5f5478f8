import { isTypedList, type TypedValue } from './typed-value.ts';

/**
 * A text that is equal for two keys exactly where Java's `equals` holds between them. Binary keys are never
 * equal, as Java compares arrays by identity, so they give undefined.
 */
export function keyIdentity(key: TypedValue): string | undefined {
  switch (typeof key) {
    case 'string':
      return `s${key.length}:${key}`;
    case 'bigint':
      return `i${key};`;
    case 'number':
      return Object.is(key, -0) ? 'f-0;' : `f${key};`;
    case 'boolean':
      return `b${key};`;
  }
  if (key === null) return 'n;';
  if (isTypedList(key)) return groupIdentity('l', key);
  if (key.kind === 'timestamp') return `t${key.text};`;
  if (key.kind === 'binary') return undefined;
  if (key.kind === 'set')
    return sortedIdentity(
      'S',
      key.items.map((item) => keyIdentity(item)),
    );
  return sortedIdentity(
    'm',
    key.entries.map((entry) => groupIdentity('e', entry)),
  );
}

function groupIdentity(sign: string, items: readonly TypedValue[]): string | undefined {
  const parts = items.map((item) => keyIdentity(item));
  return parts.includes(undefined) ? undefined : `${sign}[${parts.join('')}]`;
}

function sortedIdentity(sign: string, parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : `${sign}[${parts.toSorted().join('')}]`;
}
