import type { DesiredState, Override, Scope, VariableDefinition } from '../../model/desired-state.ts';
import type { Instance } from '../../model/instance.ts';
import { keyId } from '../../model/key-path.ts';
import { scopeId, scopesOf } from '../../model/scopes-of.ts';

/** Where values count: for each, the instances that its scope covers, and those among them where it wins. */
export interface Reach {
  readonly covered: readonly Instance[];
  readonly won: readonly Instance[];
}

/** Tells the reach of every value of a repository. */
export interface ReachFinder {
  ofOverride(override: Override): Reach;
  ofVariable(variable: VariableDefinition): Reach;
  /** The override that wins on an instance; undefined where the baseline does. */
  winner(instance: Instance, key: Pick<Override, 'plugin' | 'file' | 'key'>): Override | undefined;
}

export function createReachFinder(desired: DesiredState): ReachFinder {
  const overrides = groupByScope(desired.overrides, overrideId);
  const variables = groupByScope(desired.variables, ({ name }) => name);
  const covered = coveredBy(desired);
  return {
    ofOverride(override) {
      const { plugin, scope } = override;
      const placed = covered(scope).filter(({ id }) => desired.placements.get(id)?.includes(plugin));
      return { covered: placed, won: wonBy(override, placed, overrides.get(overrideId(override))) };
    },
    ofVariable(variable) {
      const all = covered(variable.scope);
      return { covered: all, won: wonBy(variable, all, variables.get(variable.name)) };
    },
    winner: (instance, key) => narrowest(instance, overrides.get(overrideId(key))),
  };
}

/** One text for each key of each file. */
export function overrideId({ plugin, file, key }: Pick<Override, 'plugin' | 'file' | 'key'>): string {
  return JSON.stringify([plugin, file, keyId(key.path)]);
}

type ByScope<T> = ReadonlyMap<string, T>;

function groupByScope<T extends { readonly scope: Scope }>(
  values: readonly T[],
  idOf: (value: T) => string,
): ReadonlyMap<string, ByScope<T>> {
  const groups = new Map<string, Map<string, T>>();
  for (const value of values) {
    const id = idOf(value);
    const group = groups.get(id) ?? new Map<string, T>();
    group.set(scopeId(value.scope), value);
    groups.set(id, group);
  }
  return groups;
}

function coveredBy({ fleet }: DesiredState): (scope: Scope) => readonly Instance[] {
  const byScope = new Map<string, Instance[]>();
  for (const instance of fleet.instances.values()) {
    if (!instance.managed) continue;
    for (const scope of scopesOf(instance)) {
      const id = scopeId(scope);
      const known = byScope.get(id);
      if (known === undefined) byScope.set(id, [instance]);
      else known.push(instance);
    }
  }
  return (scope) => byScope.get(scopeId(scope)) ?? [];
}

function wonBy<T>(
  value: T,
  covered: readonly Instance[],
  rivals: ByScope<T> | undefined,
): readonly Instance[] {
  return covered.filter((instance) => narrowest(instance, rivals) === value);
}

function narrowest<T>(instance: Instance, values: ByScope<T> | undefined): T | undefined {
  if (values === undefined) return undefined;
  const scope = scopesOf(instance).findLast((one) => values.has(scopeId(one)));
  return scope && values.get(scopeId(scope));
}
