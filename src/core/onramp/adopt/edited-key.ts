import type { ConfigValue } from '../../model/config-value.ts';
import type { FormatName } from '../../model/format-name.ts';
import type { InstanceId } from '../../model/instance.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { DesiredValue } from '../../model/managed-file.ts';

/** A key that somebody changed on a server, and whose value there may go into the repository. */
export interface EditedKey {
  readonly instance: InstanceId;
  readonly plugin: string;
  /** Below the baseline's folder. */
  readonly file: string;
  readonly format: FormatName;
  readonly path: KeyPath;
  readonly live: EditedValue;
}

/** One text for each key of a file, whichever instance it was changed on. */
export function editedSubject({ plugin, file, path }: Pick<EditedKey, 'plugin' | 'file' | 'path'>): string {
  return JSON.stringify([plugin, file, keyId(path)]);
}

/** Plain, as the server has it: what looks like a variable in it is none. */
export type EditedValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: ConfigValue };

/** One that can't go into the repository. */
export interface LeftKey {
  readonly instance: InstanceId;
  readonly plugin: string;
  readonly file: string;
  readonly id: string;
  readonly why: LeftReason;
}

export interface LeftReason {
  /** Stable kebab-case name. */
  readonly code: string;
  readonly message: string;
  /** What to do in its place. */
  readonly help: string;
}

/** A key of an instance whose desired value differs between two states of the repository; undefined where nobody owns it. */
export interface TouchedKey {
  readonly instance: InstanceId;
  readonly plugin: string;
  /** Below the baseline's folder. */
  readonly file: string;
  readonly id: string;
  readonly before: DesiredValue | undefined;
  readonly after: DesiredValue | undefined;
}

/** The key as one that stays out of the repository. */
export function leaveKey({ instance, plugin, file, path }: EditedKey, why: LeftReason): LeftKey {
  return { instance, plugin, file, id: keyId(path), why };
}
