import type { Baseline, BaselineFile, SourceKey } from '../model/baseline.ts';
import type { DesiredState, Override, VariableDefinition } from '../model/desired-state.ts';
import { type InstancePath, parseInstancePath } from '../model/instance.ts';
import { type KeyPath, keyId } from '../model/key-path.ts';
import type { DesiredKey, ManagedFile, Origin } from '../model/managed-file.ts';
import { scopeId } from '../model/scopes-of.ts';
import { type CompiledValue, compileValue } from './compile-value.ts';

/** Desired state prepared for rendering many instances: read once, and never changed afterwards. */
export interface CompiledState {
  readonly desired: DesiredState;
  readonly files: ReadonlyMap<string, readonly CompiledFile[]>;
  /** Scope (`scopeId`) → name → definition. */
  readonly variables: ReadonlyMap<string, ReadonlyMap<string, CompiledVariable>>;
}

export interface CompiledVariable {
  readonly definition: VariableDefinition;
  readonly value: CompiledValue;
}

export interface CompiledFile {
  readonly plugin: string;
  readonly source: BaselineFile;
  /** The whole file for instances on which nothing varies; one object for all of them. */
  readonly shared: ManagedFile;
  readonly keys: readonly CompiledKey[];
  /** True when no key of the baseline uses a variable or secret. */
  readonly isStatic: boolean;
  /** Ids of the keys, and of the sections above them. */
  readonly byId: ReadonlyMap<string, CompiledKey>;
  readonly sections: ReadonlySet<string>;
  /** Scope (`scopeId`) → overrides there. */
  readonly overrides: ReadonlyMap<string, readonly CompiledKey[]>;
}

export interface CompiledKey {
  readonly id: string;
  readonly path: KeyPath;
  readonly source: SourceKey;
  readonly origin: Origin;
  /** The finished key where nothing varies, shared by all instances. */
  readonly shared: DesiredKey | undefined;
  /** Undefined for `!absent`. */
  readonly value: CompiledValue | undefined;
}

/** Prepares desired state, which must have been assembled without errors. */
export function compileDesiredState(desired: DesiredState): CompiledState {
  const overrides = new Map<string, Override[]>();
  for (const override of desired.overrides)
    append(overrides, fileId(override.plugin, override.file), override);
  const files = new Map<string, readonly CompiledFile[]>();
  for (const [plugin, baseline] of desired.baselines) {
    const compiled = baseline.files.flatMap((file) => {
      const path = pathOf(baseline, file);
      const own = overrides.get(fileId(plugin, file.path)) ?? [];
      return path === undefined ? [] : [compileFile(baseline, { file, path, overrides: own })];
    });
    files.set(plugin, compiled);
  }
  return { desired, files, variables: compileVariables(desired.variables) };
}

function fileId(plugin: string, file: string): string {
  return `${plugin}\n${file}`;
}

function pathOf(baseline: Baseline, file: BaselineFile): InstancePath | undefined {
  return parseInstancePath(baseline.folder === '.' ? file.path : `${baseline.folder}/${file.path}`);
}

interface FileParts {
  readonly file: BaselineFile;
  readonly path: InstancePath;
  readonly overrides: readonly Override[];
}

function compileFile(baseline: Baseline, { file, path, overrides }: FileParts): CompiledFile {
  const { plugin, folder, exact } = baseline;
  const origin = { layer: 'baseline', name: plugin, reason: undefined } as const;
  const keys = file.keys.map((key) => compileKey(key, key.path, { ...origin, place: key.place }));
  const byId = new Map(keys.map((key) => [key.id, key]));
  const { format, activation } = file;
  return {
    plugin,
    source: file,
    shared: {
      plugin,
      serverFile: folder === '.',
      folder,
      path,
      format,
      exact,
      keys: keys.flatMap(({ shared }) => (shared === undefined ? [] : [shared])),
      activation,
    },
    keys,
    isStatic: keys.every(({ shared }) => shared !== undefined),
    byId,
    sections: sectionsOf(byId.keys()),
    overrides: compileOverrides(overrides, byId),
  };
}

function compileKey(source: SourceKey, path: KeyPath, origin: Origin): CompiledKey {
  const id = keyId(path);
  const value = source.value.kind === 'absent' ? undefined : compileValue(source.value.value);
  const isStatic = value === undefined || value.kind === 'static';
  const desired = value === undefined ? ({ kind: 'absent' } as const) : isStatic ? asValue(value) : undefined;
  const shared = desired === undefined ? undefined : { id, path, value: desired, origin };
  return { id, path, source, origin, shared, value };
}

function asValue(value: Extract<CompiledValue, { kind: 'static' }>): DesiredKey['value'] {
  return { kind: 'value', value: value.value };
}

/** Ids of all sections above the given keys. */
export function sectionsOf(ids: Iterable<string>): ReadonlySet<string> {
  const sections = new Set<string>();
  for (const id of ids) {
    for (let dot = id.lastIndexOf('.'); dot > 0; dot = id.lastIndexOf('.', dot - 1)) {
      const section = id.slice(0, dot);
      if (sections.has(section)) break;
      sections.add(section);
    }
  }
  return sections;
}

function compileOverrides(
  overrides: readonly Override[],
  byId: ReadonlyMap<string, CompiledKey>,
): ReadonlyMap<string, readonly CompiledKey[]> {
  const byScope = new Map<string, CompiledKey[]>();
  for (const { scope, plugin, key, reason } of overrides) {
    // The baseline's way of writing the key is the one that the file has.
    const path = byId.get(keyId(key.path))?.path ?? key.path;
    const layer = scope.kind === 'fleet' ? 'baseline' : scope.kind;
    const name = scope.kind === 'fleet' ? plugin : scope.name;
    append(byScope, scopeId(scope), compileKey(key, path, { layer, name, place: key.place, reason }));
  }
  return byScope;
}

function compileVariables(definitions: readonly VariableDefinition[]): CompiledState['variables'] {
  const byScope = new Map<string, Map<string, CompiledVariable>>();
  for (const definition of definitions) {
    const scope = scopeId(definition.scope);
    const named = byScope.get(scope) ?? new Map<string, CompiledVariable>();
    named.set(definition.name, { definition, value: compileValue(definition.value) });
    byScope.set(scope, named);
  }
  return byScope;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
