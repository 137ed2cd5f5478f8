import type { ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import type { BraceMember, BraceNode, BraceObject } from '../braces/brace-syntax.ts';

/** What a text says, before references are followed and equal keys are merged. */
export type HoconValue =
  | { readonly kind: 'scalar'; readonly value: ConfigValue; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'list'; readonly items: readonly HoconValue[] }
  | { readonly kind: 'object'; readonly members: readonly HoconMember[] }
  | { readonly kind: 'joined'; readonly pieces: readonly HoconValue[] }
  | {
      readonly kind: 'reference';
      readonly path: KeyPath;
      readonly optional: boolean;
      readonly offset: number;
    };

export interface HoconNode extends BraceNode {
  readonly meaning: HoconValue;
}

export interface HoconObject extends BraceObject {
  readonly members: readonly HoconMember[];
}

export interface HoconMember extends BraceMember {
  readonly node: HoconNode;
  /** True for `+=`. */
  readonly appends: boolean;
}
