import type { SourceKey } from '../../model/baseline.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { Scope } from '../../model/desired-state.ts';
import type { SourcePlace } from '../../model/issue.ts';
import type { KeyPath } from '../../model/key-path.ts';

/** One change to what the repository says. Values are marked text, as everywhere before rendering. */
export type SourceEdit = KeySourceEdit | VariableSourceEdit;

export interface KeySourceEdit {
  readonly kind: 'key';
  readonly layer: { readonly kind: 'baseline' } | Scope;
  readonly plugin: string;
  /** As in the baseline: below its folder. */
  readonly file: string;
  readonly path: KeyPath;
  readonly change: KeyChange;
  /** For an override whose scope gives no reason for the plugin yet. */
  readonly reason?: string;
}

/** `absent` says that the key must not be there; `release` that the layer no longer says anything of it. */
export type KeyChange =
  | { readonly kind: 'set'; readonly value: ConfigValue }
  | { readonly kind: 'absent' }
  | { readonly kind: 'release' };

export interface VariableSourceEdit {
  readonly kind: 'variable';
  readonly scope: Scope;
  readonly name: string;
  readonly change: { readonly kind: 'set'; readonly value: ConfigValue } | { readonly kind: 'remove' };
}

/** Tells an edit of a key from one of a variable. */
export function isOfKey(edit: SourceEdit): edit is KeySourceEdit {
  return edit.kind === 'key';
}

/** An edit that can't be made by a program, with what to do by hand. */
export interface EditRefusal {
  readonly edit: SourceEdit;
  readonly message: string;
  readonly help: string;
  /** Where the value stands today. */
  readonly place: SourcePlace | undefined;
}

export type SourceEditResult =
  | { readonly kind: 'edited'; readonly files: ReadonlyMap<string, string> }
  | { readonly kind: 'refused'; readonly refusals: readonly EditRefusal[] };

/** What a layer says of a key after the change; undefined when it says nothing any more. */
export function wantedValue(change: SourceEdit['change']): SourceKey['value'] | undefined {
  switch (change.kind) {
    case 'set':
      return { kind: 'value', value: change.value };
    case 'absent':
      return { kind: 'absent' };
    case 'release':
    case 'remove':
      return undefined;
  }
}
