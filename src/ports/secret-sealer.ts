import type { Secret } from '../core/model/secret.ts';
import type { SecretOpener } from './secret-opener.ts';

/** An identity on this machine: the half of a key that stays here. */
export interface Identity {
  /** Its public halves; several where its file holds several, the newest last. */
  readonly recipients: readonly string[];
  readonly opener: SecretOpener;
}

/** Makes identities and encrypts, for the commands that people give. */
export interface SecretSealer {
  /** Reads the file. Throws `MistakeError` for one that is not there, not private or no identity. */
  openIdentity(file: string): Promise<Identity>;
  /** Makes the file, and folders to it, readable by this user alone; false when there is one, which is kept. */
  makeIdentity(file: string): Promise<boolean>;
  /** The value in a file that this user alone may open, without a line end at its end. */
  readValue(file: string): Secret<string>;
  /** Every `NAME=value` of such a file. Throws `MistakeError`, without the line, for one that is none. */
  readValues(file: string): ReadonlyMap<string, Secret<string>>;
  /** Throws `MistakeError` for a value that no secret can have. */
  seal(name: string, value: Secret<string>, recipients: readonly string[]): Promise<Uint8Array>;
}
