import type { ActivationRule } from './baseline.ts';
import type { ConfigValue } from './config-value.ts';
import type { FormatName } from './format-name.ts';
import type { Instance, InstancePath } from './instance.ts';
import type { SourcePlace } from './issue.ts';
import type { KeyPath } from './key-path.ts';
import type { Secret } from './secret.ts';

/** A path on an instance, its format, and the keys that Git owns in it with their values. */
export interface ManagedFile {
  readonly plugin: string;
  /** True for files of the server itself (baseline folder `.`), which need no plugin to be installed. */
  readonly serverFile: boolean;
  /** The plugin's folder below the application root, or `.`. */
  readonly folder: string;
  readonly path: InstancePath;
  readonly format: FormatName;
  /** True when keys that are not listed must be absent. */
  readonly exact: boolean;
  readonly keys: readonly DesiredKey[];
  readonly activation: ActivationRule;
}

export interface DesiredKey {
  readonly id: string;
  readonly path: KeyPath;
  readonly value: DesiredValue;
  readonly origin: Origin;
}

export type DesiredValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: ConfigValue }
  /** Holds text of at least one `{{secret:NAME}}`. */
  | { readonly kind: 'secret'; readonly secret: Secret<ConfigValue> }
  /** Names secrets that this host does not have: the key can be neither compared nor written. */
  | {
      readonly kind: 'unresolved';
      readonly secretNames: readonly string[];
      /** Why one of them that the repository holds is of no use here; undefined where it is just not there. */
      readonly why?: string | undefined;
    };

/** The layer that gave a value, and the place where somebody wrote it. */
export interface Origin {
  readonly layer: 'baseline' | 'host' | 'group' | 'instance';
  /** The plugin, host, group or instance. */
  readonly name: string;
  readonly place: SourcePlace;
  readonly reason: string | undefined;
}

/** What one instance should look like. */
export interface InstanceRender {
  readonly instance: Instance;
  readonly files: readonly ManagedFile[];
}
