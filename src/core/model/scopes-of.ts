import type { Fleet, Scope } from './desired-state.ts';
import type { Instance } from './instance.ts';

/** The scopes that an instance lies in, the widest first: what a later one says wins. */
export function scopesOf(instance: Pick<Instance, 'id' | 'host' | 'groups'>): readonly Scope[] {
  return [
    { kind: 'fleet' },
    { kind: 'host', name: instance.host },
    ...instance.groups.map((name) => ({ kind: 'group', name }) as const),
    { kind: 'instance', name: instance.id },
  ];
}

/** The same as texts (`scopeId`). */
export function scopeIdsOf(instance: Pick<Instance, 'id' | 'host' | 'groups'>): readonly string[] {
  return scopesOf(instance).map(scopeId);
}

/** One text for each scope: `fleet`, `host:NAME`, `group:NAME` or `instance:HOST/NAME`. */
export function scopeId(scope: Scope): string {
  return scope.kind === 'fleet' ? 'fleet' : `${scope.kind}:${scope.name}`;
}

/** A scope as a workbook's cell names it: as `scopeId`, but an instance by its bare name where that means it alone. */
export function scopeCell(scope: Scope, { instances }: Pick<Fleet, 'instances'>): string {
  if (scope.kind !== 'instance') return scopeId(scope);
  const name = scope.name.slice(scope.name.indexOf('/') + 1);
  const namesakes = [...instances.values()].filter((instance) => instance.name === name);
  return namesakes.length > 1 ? scope.name : name === 'fleet' ? scopeId(scope) : name;
}
