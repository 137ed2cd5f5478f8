/** Keyed fingerprints of what was last written (or found equal) in one file; never contents. */
export interface AppliedRecord {
  /** Text of the revision that gave the values. */
  readonly revision: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Key id → fingerprint of its desired value at that time. */
  readonly keys: ReadonlyMap<string, Fingerprint>;
}

declare const fingerprint: unique symbol;
/** HMAC-SHA-256 under the host's own key, cut to 128 bits, hex. */
export type Fingerprint = string & { readonly [fingerprint]: true };
