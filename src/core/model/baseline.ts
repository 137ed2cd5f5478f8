import { type ConfigValue, equalValues } from './config-value.ts';
import type { FormatName } from './format-name.ts';
import type { Platform } from './instance.ts';
import type { SourcePlace } from './issue.ts';
import type { KeyPath } from './key-path.ts';

/** The keys and values that a plugin should have everywhere, from one Markdown file. */
export interface Baseline {
  readonly plugin: string;
  readonly platforms: readonly Platform[];
  /** Below the application root; `.` for files of the server itself. */
  readonly folder: string;
  /** True when every key of the files belongs to Git: a live key that is not listed must go. */
  readonly exact: boolean;
  readonly files: readonly BaselineFile[];
  readonly place: SourcePlace;
}

export interface BaselineFile {
  /** Below the baseline's folder. */
  readonly path: string;
  readonly format: FormatName;
  readonly keys: readonly SourceKey[];
  readonly activation: ActivationRule;
  readonly place: SourcePlace;
}

/** One key that somebody wrote, still with its variables in it. */
export interface SourceKey {
  readonly path: KeyPath;
  /** `absent` says that the key must not be there. Text inside may hold variable references. */
  readonly value: { readonly kind: 'absent' } | { readonly kind: 'value'; readonly value: ConfigValue };
  readonly place: SourcePlace;
}

/** True when two places say the same of a key. */
export function equalSourceValues(a: SourceKey['value'], b: SourceKey['value']): boolean {
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind;
  return equalValues(a.value, b.value);
}

/** What makes a running server use a changed file. */
export interface ActivationRule {
  /** Console command without `/`; undefined = restart. */
  readonly reload: string | undefined;
  /** Regular expression that the console's answer must match. */
  readonly expect: string | undefined;
  /** True when the plugin does not save the file at shutdown, so it may be written while the server runs. */
  readonly liveWriteSafe: boolean;
  /** Globs over key ids which need a restart although a reload command exists. */
  readonly restartKeys: readonly string[];
  /** Key ids that AMP rewrites from a setting of its own whenever it starts the server → that setting's node. */
  readonly ampSettings: ReadonlyMap<string, string>;
}
