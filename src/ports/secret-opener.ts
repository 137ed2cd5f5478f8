import type { Secret } from '../core/model/secret.ts';

/** What came of opening one encrypted secret. */
export type OpenedSecret =
  | { readonly kind: 'opened'; readonly secret: Secret<string> }
  /** `why` reads on after "it": `is not encrypted for this identity`. */
  | { readonly kind: 'closed'; readonly why: string };

/** Opens secrets that the repository holds encrypted, with the identity of this host or person. */
export interface SecretOpener {
  /** A keyed fingerprint of the identity, for knowing when it became another one; undefined without an identity. */
  stamp(fingerprintOf: (text: string) => string): string | undefined;
  /** What was opened once is remembered by its bytes. Throws for none. */
  open(name: string, bytes: Uint8Array): Promise<OpenedSecret>;
  /** Has these hidden wherever servers' words are shown from now on. Not for what nobody has approved yet. */
  hide(secrets: readonly Secret<string>[]): void;
  hidden(): readonly Secret<string>[];
}
