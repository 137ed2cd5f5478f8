import type { Secret } from '../core/model/secret.ts';
import type { SecretOpener } from './secret-opener.ts';

/** Values of `{{secret:NAME}}` that this host holds itself, and the key to those that the repository holds encrypted. */
export interface SecretSource {
  get(name: string): Secret<string> | undefined;
  /** Sorted. */
  names(): readonly string[];
  readonly opener: SecretOpener;
}
