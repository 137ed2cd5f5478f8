import type { SourceKey } from './baseline.ts';
import type { ConfigValue } from './config-value.ts';
import type { Host, Scope } from './desired-state.ts';
import type { FormatName } from './format-name.ts';
import type { Instance, InstanceId, Platform } from './instance.ts';
import type { KeyPath } from './key-path.ts';

/**
 * What a new repository should say, before it is text. Texts inside values are marked (`model/variable-reference.ts`):
 * a reference is its mark, and a live text that only looks like one is marked as standing for itself.
 */
export interface RepositoryDraft {
  readonly hosts: readonly Pick<Host, 'name' | 'address'>[];
  /** A later group wins over an earlier one. */
  readonly groups: readonly string[];
  readonly stages: readonly string[];
  readonly instances: readonly Instance[];
  /** Plugin → the instances that have it. */
  readonly placements: ReadonlyMap<string, readonly InstanceId[]>;
  readonly baselines: readonly BaselineDraft[];
  readonly scopes: readonly ScopeDraft[];
  readonly registry: readonly RegistryDraft[];
}

export interface BaselineDraft {
  readonly plugin: string;
  readonly platforms: readonly Platform[];
  /** Undefined = `plugins/<plugin>`. */
  readonly folder: string | undefined;
  /** Markdown below the heading, before the blocks. */
  readonly prose: string;
  readonly files: readonly FileDraft[];
}

export interface FileDraft {
  /** Below the baseline's folder. */
  readonly path: string;
  readonly format: FormatName;
  readonly keys: readonly KeyDraft[];
}

export interface KeyDraft {
  readonly path: KeyPath;
  readonly value: SourceKey['value'];
  /** For people, above the key, where the format has comments; one line. */
  readonly note?: string;
}

/** One file below `variables/`. */
export interface ScopeDraft {
  readonly scope: Scope;
  readonly variables: readonly VariableDraft[];
  readonly overrides: readonly OverrideDraft[];
  /** Plugin → why it has overrides here. */
  readonly reasons: ReadonlyMap<string, string>;
}

export interface VariableDraft {
  readonly name: string;
  readonly value: ConfigValue;
  readonly note?: string;
}

export interface OverrideDraft {
  readonly plugin: string;
  readonly file: string;
  readonly keys: readonly KeyDraft[];
}

/** What `plugins.yaml` says of a plugin. */
export interface RegistryDraft {
  readonly plugin: string;
  readonly version: string | undefined;
  /** Name of the jar. */
  readonly file: string | undefined;
}
