import type { ValueRow } from './legacy-tables.ts';

const NAME = /[A-Za-z]{2,}[0-9]{1,3}(?![0-9A-Za-z])/g;
const WHOLE_NAME = /^[A-Za-z]{2,}[0-9]{1,3}$/;

/**
 * What each server goes by: its own name, and every name like `SMP01` that values of at least two plugins give it.
 * Case counts: servers differ in nothing else at times.
 */
export function findOwnNames(rows: readonly ValueRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const plugins = new Map<string, Map<string, Set<string>>>();
  for (const { server, plugin, value } of rows) {
    const seen = plugins.get(server) ?? new Map<string, Set<string>>();
    plugins.set(server, seen);
    for (const name of namesIn(value)) seen.set(name, (seen.get(name) ?? new Set()).add(plugin));
  }
  return new Map(
    [...plugins].map(([server, seen]) => [
      server,
      new Set([server, ...[...seen].flatMap(([name, users]) => (users.size > 1 ? [name] : []))]),
    ]),
  );
}

/** Names like `SMP01` inside a text, as in `co_SMP01_`. */
export function namesIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? [...value.matchAll(NAME)].map(([name]) => name) : [];
}

/** True for a text that is nothing but such a name. */
export function isNameAlone(value: unknown): value is string {
  return typeof value === 'string' && WHOLE_NAME.test(value);
}
