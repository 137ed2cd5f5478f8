import type { Secret } from '../core/model/secret.ts';

/** Values of `{{secret:NAME}}` that this host holds. They never come from the repository in clear. */
export interface SecretSource {
  get(name: string): Secret<string> | undefined;
  /** Sorted. */
  names(): readonly string[];
}
