import type { ConfigValue } from '../../model/config-value.ts';
import type { Scope } from '../../model/desired-state.ts';
import type { KeyPath } from '../../model/key-path.ts';

/** Where a key's value is written down: the plugin's baseline, or an override for one scope. */
export type KeyLayer = { readonly kind: 'baseline' } | Scope;

/** A change of one key or variable in the repository. Values are marked text (`model/variable-reference.ts`). */
export type AdoptionEdit =
  | {
      readonly kind: 'key';
      readonly layer: KeyLayer;
      readonly plugin: string;
      readonly file: string;
      readonly path: KeyPath;
      readonly change: KeyEdit;
      readonly reason?: string;
    }
  | {
      readonly kind: 'variable';
      readonly scope: Scope;
      readonly name: string;
      readonly change: { readonly kind: 'set'; readonly value: ConfigValue };
    };

/** `release`: the layer says nothing of the key any more. */
export type KeyEdit =
  | { readonly kind: 'set'; readonly value: ConfigValue }
  | { readonly kind: 'absent' }
  | { readonly kind: 'release' };

/** As people name a layer: `baseline`, `fleet`, `host:NAME`, `group:NAME`, `instance`, `variable`, `release`. */
export function layerName(edit: AdoptionEdit): string {
  if (edit.kind === 'variable') return 'variable';
  if (edit.change.kind === 'release') return 'release';
  const { layer } = edit;
  return layer.kind === 'host' || layer.kind === 'group' ? `${layer.kind}:${layer.name}` : layer.kind;
}

/** Where an edit is made, for a sentence: `group survival`, `the variable VIEW_DISTANCE of group survival`. */
export function placeText(edit: AdoptionEdit): string {
  if (edit.kind === 'variable') return `the variable ${edit.name} of ${scopeText(edit.scope)}`;
  return edit.layer.kind === 'baseline' ? `the baseline of ${edit.plugin}` : scopeText(edit.layer);
}

function scopeText(scope: Scope): string {
  return scope.kind === 'fleet' ? 'the whole fleet' : `${scope.kind} ${scope.name}`;
}

/** True for two names of one layer. */
export function isSameLayer(a: KeyLayer, b: KeyLayer): boolean {
  if ('name' in a) return 'name' in b && a.kind === b.kind && a.name === b.name;
  return !('name' in b) && a.kind === b.kind;
}
