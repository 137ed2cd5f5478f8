import type { ConfigValue } from './config-value.ts';
import type { DesiredKey, ManagedFile } from './managed-file.ts';
import type { Secret } from './secret.ts';

/** The verdict on one owned key, from desired, live and last applied; see docs/concepts.md. */
export type KeyVerdict = 'in-sync' | 'converged' | 'unadopted' | 'pending' | 'drifted' | 'conflicting';

export type LiveValue =
  | { readonly kind: 'absent' }
  /** Keys of the server's own lie below the key. */
  | { readonly kind: 'section' }
  | { readonly kind: 'value'; readonly value: ConfigValue; readonly line: number }
  /** Is, holds or was a secret: nobody may see it. */
  | { readonly kind: 'secret'; readonly secret: Secret<ConfigValue>; readonly line: number };

export interface KeyDrift {
  readonly key: DesiredKey;
  readonly verdict: KeyVerdict;
  readonly live: LiveValue;
}

/** What was found at one managed path. Only keys that are not `in-sync` are listed. */
export type FileDrift =
  | {
      readonly kind: 'compared';
      readonly file: ManagedFile;
      readonly preImage: PreImage;
      readonly keys: readonly KeyDrift[];
    }
  | { readonly kind: 'missing'; readonly file: ManagedFile; readonly keys: readonly KeyDrift[] }
  | { readonly kind: 'plugin-missing'; readonly file: ManagedFile }
  | {
      readonly kind: 'unreadable';
      readonly file: ManagedFile;
      readonly reason: string;
      readonly line: number;
      readonly column: number;
    };

/** SHA-256 of the live file's bytes in hex, or `absent`. */
export type PreImage = string;
