import type { Scope } from '../../model/desired-state.ts';
import type { KeyDraft, OverrideDraft, ScopeDraft, VariableDraft } from '../../model/repository-draft.ts';
import type { SeenInstance } from '../seen-fleet.ts';
import { groupBy } from './group-by.ts';

/** Collects what is written below `variables/`. */
export interface ScopeDrafts {
  addVariable(scope: Scope, variable: VariableDraft): void;
  addKey(scope: Scope, where: PlacedKey): void;
  /** Widest first: fleet, hosts, groups, instances. */
  all(): readonly ScopeDraft[];
}

interface PlacedKey {
  readonly plugin: string;
  readonly file: string;
  readonly key: KeyDraft;
}

interface OpenScope {
  readonly scope: Scope;
  readonly variables: VariableDraft[];
  readonly keys: PlacedKey[];
}

export function createScopeDrafts(
  instances: readonly SeenInstance[],
  groups: readonly string[],
): ScopeDrafts {
  const open = new Map<string, OpenScope>();
  const at = (scope: Scope): OpenScope => {
    const id = idOf(scope);
    const found = open.get(id) ?? { scope, variables: [], keys: [] };
    open.set(id, found);
    return found;
  };
  const order = [
    'fleet',
    ...new Set(instances.map(({ host }) => `host ${host}`)),
    ...groups.map((group) => `group ${group}`),
    ...instances.map(({ id }) => `instance ${id}`),
  ];
  return {
    addVariable: (scope, variable) => at(scope).variables.push(variable),
    addKey: (scope, where) => at(scope).keys.push(where),
    all: () =>
      order.flatMap((id) => {
        const scope = open.get(id);
        return scope === undefined ? [] : [toDraft(scope)];
      }),
  };
}

function idOf(scope: Scope): string {
  return scope.kind === 'fleet' ? 'fleet' : `${scope.kind} ${scope.name}`;
}

function toDraft({ scope, variables, keys }: OpenScope): ScopeDraft {
  const byFile = groupBy(keys, ({ plugin, file }) => JSON.stringify([plugin, file]));
  const overrides: OverrideDraft[] = [...byFile.values()].flatMap((placed) => {
    const [first] = placed;
    if (first === undefined) return [];
    return [{ plugin: first.plugin, file: first.file, keys: placed.map(({ key }) => key) }];
  });
  const name = scope.kind === 'fleet' ? 'the fleet' : scope.name.slice(scope.name.indexOf('/') + 1);
  const reason = `as found on ${name} at import`;
  return { scope, variables, overrides, reasons: new Map(keys.map(({ plugin }) => [plugin, reason])) };
}
