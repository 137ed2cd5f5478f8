import type { InstanceId } from '../model/instance.ts';
import type { RepositoryDraft } from '../model/repository-draft.ts';
import type { Secret } from '../model/secret.ts';

export interface DescribeOptions {
  /** From 0 to 1: the share of instances that must have a value before a layer wider than one instance gets it. */
  readonly threshold: number;
  /** Given by the admin, in order: a later one wins over an earlier one. */
  readonly groups: ReadonlyMap<string, readonly InstanceId[]>;
  readonly proposeGroups: boolean;
  /** In the order of the rollout; every managed instance begins in the last one. */
  readonly stages: readonly string[];
  /** Globs over `Plugin:file:key`: to be owned, though they look like the server's own business. */
  readonly own: readonly string[];
  /** Globs over `Plugin:file:key`: to be left to the servers. They win over `own`. */
  readonly leave: readonly string[];
}

/** A fleet put into words, and what had to be guessed on the way. */
export interface Description {
  readonly draft: RepositoryDraft;
  /** By the name that the draft refers to. */
  readonly secrets: ReadonlyMap<string, Secret<string>>;
  readonly guesses: readonly Guess[];
  readonly sizes: DescriptionSizes;
}

/** Counted in lines that hold a value. */
export interface DescriptionSizes {
  /** Every owned key written once for each instance. */
  readonly naive: number;
  /** Keys in baselines and overrides, and variables, as the draft has them. */
  readonly written: number;
}

/** One decision that a person may want otherwise. */
export interface Guess {
  readonly kind: GuessKind;
  /** A plugin, a variable, a group, a secret. */
  readonly subject: string;
  readonly text: string;
  /** What to write, or which option changes it. */
  readonly change: string;
}

export type GuessKind =
  | 'volatile-keys'
  | 'version-keys'
  | 'player-data-keys'
  | 'left-as-told'
  | 'not-expressible'
  | 'shape-differs'
  | 'type-differs'
  | 'port-shared'
  | 'secret'
  | 'secret-not-text'
  | 'variable'
  | 'group'
  | 'absent-keys'
  | 'baseline-split'
  | 'plugin-without-files'
  | 'stage';
