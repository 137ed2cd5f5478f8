import { equalValues } from '../../../core/model/config-value.ts';
import type { DesiredState } from '../../../core/model/desired-state.ts';
import type { InstanceId } from '../../../core/model/instance.ts';
import type { DesiredValue, ManagedFile } from '../../../core/model/managed-file.ts';
import type { TouchedKey } from '../../../core/onramp/adopt/edited-key.ts';
import { compileDesiredState } from '../../../core/render/compile-desired-state.ts';
import { renderInstance } from '../../../core/render/render-instance.ts';

/** What each instance should look like. No secret is in it: their keys are unresolved. */
export type RenderedKeys = ReadonlyMap<InstanceId, readonly ManagedFile[]>;

/** Renders all instances of the fleet; of these plugins alone where they are named. */
export function renderKeys(desired: DesiredState, plugins?: ReadonlySet<string>): RenderedKeys {
  const compiled = compileDesiredState(plugins === undefined ? desired : onlyPlugins(desired, plugins));
  return new Map(
    [...desired.fleet.instances.values()].map((instance) => [
      instance.id,
      renderInstance(compiled, instance, () => undefined).render.files,
    ]),
  );
}

function onlyPlugins(desired: DesiredState, plugins: ReadonlySet<string>): DesiredState {
  return {
    ...desired,
    baselines: new Map([...desired.baselines].filter(([plugin]) => plugins.has(plugin))),
    placements: new Map(
      [...desired.placements].map(([id, placed]) => [id, placed.filter((plugin) => plugins.has(plugin))]),
    ),
    overrides: desired.overrides.filter(({ plugin }) => plugins.has(plugin)),
  };
}

export interface KeyPlace {
  readonly instance: InstanceId;
  readonly plugin: string;
  /** Below the baseline's folder. */
  readonly file: string;
}

/** The file that an instance should have; undefined where it has none of this name. */
export function findFile(
  rendered: RenderedKeys,
  { instance, plugin, file }: KeyPlace,
): ManagedFile | undefined {
  return rendered.get(instance)?.find((found) => found.plugin === plugin && fileBelow(found) === file);
}

/** A managed file's path below its plugin's folder, as baselines and overrides name it. */
export function fileBelow({ folder, path }: Pick<ManagedFile, 'folder' | 'path'>): string {
  return folder === '.' ? path : path.slice(folder.length + 1);
}

/** Every key whose value is not the same in both, in the order of the instances and files. */
export function diffKeys(before: RenderedKeys, after: RenderedKeys): readonly TouchedKey[] {
  return [...after].flatMap(([instance, files]) => {
    const known = new Map((before.get(instance) ?? []).map((file) => [file.path, file]));
    return files.flatMap((file) => diffFile(instance, known.get(file.path), file));
  });
}

function diffFile(
  instance: InstanceId,
  before: ManagedFile | undefined,
  after: ManagedFile,
): readonly TouchedKey[] {
  if (before === after || hasSameKeys(before, after)) return [];
  const place = { instance, plugin: after.plugin, file: fileBelow(after) };
  const old = new Map((before?.keys ?? []).map((key) => [key.id, key.value]));
  const kept = new Set(after.keys.map(({ id }) => id));
  const gone = [...old].filter(([id]) => !kept.has(id));
  return [
    ...after.keys.flatMap(({ id, value }) => {
      const was = old.get(id);
      return was !== undefined && isSameValue(was, value)
        ? []
        : [{ ...place, id, before: was, after: value }];
    }),
    ...gone.map(([id, value]) => ({ ...place, id, before: value, after: undefined })),
  ];
}

export function isSameValue(a: DesiredValue, b: DesiredValue): boolean {
  if (a === b) return true;
  if (a.kind === 'value') return b.kind === 'value' && equalValues(a.value, b.value);
  if (a.kind !== b.kind) return false;
  return a.kind !== 'unresolved' || b.kind !== 'unresolved' || hasSameNames(a.secretNames, b.secretNames);
}

function hasSameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/** Most files are as they were, and a fleet has many. */
function hasSameKeys(before: ManagedFile | undefined, after: ManagedFile): boolean {
  if (before === undefined || before.keys.length !== after.keys.length) return false;
  return after.keys.every(({ id, value }, index) => {
    const old = before.keys[index];
    return old !== undefined && old.id === id && isSameValue(old.value, value);
  });
}
