import type { SourceKey } from '../../model/baseline.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import type { FormatName } from '../../model/format-name.ts';
import type { Instance } from '../../model/instance.ts';
import { keyId } from '../../model/key-path.ts';
import { markValue } from '../../model/mark-value.ts';
import { scopesOf } from '../../model/scopes-of.ts';
import { parseTemplate } from '../../model/variable-reference.ts';
import { type AdoptionEdit, isSameLayer, type KeyEdit, type KeyLayer } from './adoption-edit.ts';
import type { EditedKey } from './edited-key.ts';

/** One layer's say about a key. */
interface Definition {
  readonly layer: KeyLayer;
  readonly key: SourceKey;
}

/**
 * The edits that may make the repository agree with a live value, narrowest first; not all of them do. The text of a
 * whole file stands in a baseline alone.
 */
export function listCandidates(
  desired: DesiredState,
  instance: Instance,
  { key, reason }: { readonly key: EditedKey; readonly reason: string },
): readonly AdoptionEdit[] {
  const definitions = definitionsOf(desired, instance, key);
  const effective = definitions.at(-1);
  const edit = (layer: KeyLayer, change: KeyEdit): AdoptionEdit => ({
    kind: 'key',
    layer,
    plugin: key.plugin,
    file: key.file,
    path: effective?.key.path ?? key.path,
    change,
    ...(layer.kind === 'baseline' ? {} : { reason }),
  });
  const change = changeTo(key, effective?.key);
  const isReleasable =
    effective !== undefined && (key.live.kind === 'absent' || effective.layer.kind !== 'baseline');
  return [
    ...(isReleasable ? [edit(effective.layer, { kind: 'release' })] : []),
    ...variableEdit(desired, instance, { key, effective }),
    ...layersOf(instance, definitions)
      .filter(({ kind }) => kind === 'baseline' || key.format !== 'text')
      .map((layer) => edit(layer, change)),
  ];
}

function definitionsOf(desired: DesiredState, instance: Instance, key: EditedKey): readonly Definition[] {
  const id = keyId(key.path);
  const file = desired.baselines.get(key.plugin)?.files.find(({ path }) => path === key.file);
  const own = (file?.keys ?? []).filter(({ path }) => keyId(path) === id);
  const overrides = scopesOf(instance).flatMap((scope) =>
    desired.overrides
      .filter(
        (override) =>
          isSameLayer(override.scope, scope) &&
          override.plugin === key.plugin &&
          override.file === key.file &&
          keyId(override.key.path) === id,
      )
      .map((override): Definition => ({ layer: scope, key: override.key })),
  );
  return [...own.map((source): Definition => ({ layer: { kind: 'baseline' }, key: source })), ...overrides];
}

/** The fleet's own overrides are a layer only where one is there: beside a baseline nobody needs them. */
function layersOf(instance: Instance, definitions: readonly Definition[]): readonly KeyLayer[] {
  const hasFleet = definitions.some(({ layer }) => layer.kind === 'fleet');
  const scopes = scopesOf(instance).filter(({ kind }) => kind !== 'fleet' || hasFleet);
  return [...scopes.toReversed(), { kind: 'baseline' }];
}

function changeTo({ live, format }: EditedKey, before: SourceKey | undefined): KeyEdit {
  if (live.kind === 'absent') return { kind: 'absent' };
  const previous = before?.value.kind === 'value' ? before.value.value : undefined;
  return { kind: 'set', value: markValue(asWritten(live.value, previous, format)) };
}

/** Formats that know only text give text, where people wrote a number or a switch. */
function asWritten(live: ConfigValue, before: ConfigValue | undefined, format: FormatName): ConfigValue {
  if (format !== 'properties' || typeof live !== 'string') return live;
  if (typeof before === 'bigint' && /^(?:0|-?[1-9]\d{0,30})$/.test(live)) return BigInt(live);
  if (typeof before === 'boolean' && (live === 'true' || live === 'false')) return live === 'true';
  return live;
}

interface Variable {
  readonly key: EditedKey;
  readonly effective: Definition | undefined;
}

/** The definition that counts for the instance, where the key is nothing but one variable. */
function variableEdit(
  desired: DesiredState,
  instance: Instance,
  { key, effective }: Variable,
): readonly AdoptionEdit[] {
  const written = effective?.key.value;
  if (key.live.kind === 'absent' || written?.kind !== 'value' || typeof written.value !== 'string') return [];
  const [only, more] = parseTemplate(written.value) ?? [];
  if (only?.kind !== 'variable' || more !== undefined) return [];
  const definition = scopesOf(instance)
    .toReversed()
    .flatMap((scope) =>
      desired.variables.filter((found) => found.name === only.name && isSameLayer(found.scope, scope)),
    )[0];
  if (definition === undefined) return [];
  const value = withoutAmount(asWritten(key.live.value, definition.value, key.format), only.add);
  if (value === undefined) return [];
  const change = { kind: 'set', value: markValue(value) } as const;
  return [{ kind: 'variable', scope: definition.scope, name: only.name, change }];
}

/** What a variable must be so that with the amount it gives this value; undefined where there is none. */
function withoutAmount(value: ConfigValue, amount: bigint | undefined): ConfigValue | undefined {
  if (amount === undefined) return value;
  if (typeof value === 'bigint') return value - amount;
  return typeof value === 'string' && /^(?:0|-?[1-9]\d{0,30})$/.test(value)
    ? BigInt(value) - amount
    : undefined;
}
