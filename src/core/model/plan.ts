import type { KeyVerdict, LiveValue, PreImage } from './drift.ts';
import type { Instance } from './instance.ts';
import type { DesiredKey, ManagedFile } from './managed-file.ts';
import type { Revision } from './revision.ts';

/** What would bring the live files to the desired ones, as data. Nothing is written to make it. */
export interface Plan {
  /** Digest over the desired values and live pre-images of all changes, 64 hex digits. */
  readonly id: string;
  readonly host: string;
  readonly revision: Revision;
  readonly instances: readonly InstancePlan[];
}

export interface InstancePlan {
  readonly instance: Instance;
  /** Undefined when the instance may be applied. */
  readonly blocked: BlockedReason | undefined;
  readonly files: readonly FilePlan[];
  readonly counts: KeyCounts;
}

/** Owned keys of an instance by verdict; `unknown` are those in files that could not be compared. */
export type KeyCounts = Readonly<Record<KeyVerdict | 'unknown', number>>;

export interface BlockedReason {
  readonly code: string;
  readonly message: string;
  /** What would open the gate. */
  readonly help: string;
}

/** A managed file in which something differs or could not be found out. */
export interface FilePlan {
  readonly file: ManagedFile;
  readonly preImage: PreImage;
  /** SHA-256 of the bytes that applying all changes gives; equals `preImage` when there are none. */
  readonly postImage: PreImage;
  readonly finding: FileFinding;
  /** To be written. */
  readonly changes: readonly KeyChange[];
  /** Differs, but stays as it is until policy or a person decides. */
  readonly held: readonly HeldKey[];
  /** Equal to the desired value, and to be recorded as applied. */
  readonly converged: readonly DesiredKey[];
}

export type FileFinding =
  | { readonly kind: 'present' | 'missing' | 'plugin-missing' }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number; readonly column: number };

export interface KeyChange {
  readonly key: DesiredKey;
  readonly verdict: KeyVerdict;
  readonly live: LiveValue;
}

/** Why a differing key is left alone. */
export type HoldReason =
  | 'drift-reported'
  | 'conflict'
  | 'secret-unresolved'
  | 'not-editable'
  | 'plugin-missing'
  | 'server-running'
  | 'suspended';

export interface HeldKey extends KeyChange {
  readonly reason: HoldReason;
  /** What stands in the way, where the reason alone doesn't say it. */
  readonly detail: string | undefined;
}
