import { createHash } from 'node:crypto';

const VERSION = 1;
const DIGEST_BYTES = 16;
const HEADER_BYTES = 1 + DIGEST_BYTES;

/** Puts a version and a digest before a value, so that damage is seen when it is read back. */
export function seal(value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(VERSION), digestOf(value), value]);
}

/** The value; undefined when its digest does not fit. */
export function unseal(sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) return undefined;
  const value = sealed.subarray(HEADER_BYTES);
  return digestOf(value).equals(sealed.subarray(1, HEADER_BYTES)) ? value : undefined;
}

/** SHA-256 cut to 128 bits. */
export function digestOf(value: Uint8Array): Buffer {
  return createHash('sha256').update(value).digest().subarray(0, DIGEST_BYTES);
}
