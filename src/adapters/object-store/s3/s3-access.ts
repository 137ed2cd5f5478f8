import type { Secret } from '../../../core/model/secret.ts';

/** How one bucket of an S3 server is entered. */
export interface S3Access {
  /** `https://HOST[:PORT]`, or http on loopback. Buckets stand in the path, not in the host's name. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: Secret<string>;
  readonly secretKey: Secret<string>;
  /** Told once for every request; an answer that says that nothing is there is `ok`. */
  readonly onRequest?: ((result: 'ok' | 'failed') => void) | undefined;
  readonly limits?: Partial<S3Limits> | undefined;
}

/** How patient a call is. */
export interface S3Limits {
  /** Without a byte for this long a request is given up. */
  readonly silentMillis: number;
  /** A whole call with its retries; a large `put` gets more. */
  readonly callMillis: number;
  /** The first wait between two attempts; each further one is four times as long. */
  readonly restMillis: number;
  /** Keys that one page of a listing is asked to hold; at most 1000. */
  readonly pageKeys: number;
}

export const S3_LIMITS: S3Limits = {
  silentMillis: 10_000,
  callMillis: 120_000,
  restMillis: 250,
  pageKeys: 1000,
};
