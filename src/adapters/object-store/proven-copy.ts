import { createHash } from 'node:crypto';
import type { ObjectKey } from '../../ports/object-store.ts';

const DIGEST = /(?:^|\/)([0-9a-f]{64})$/;

/** False when the key ends in a digest that the bytes do not have. Keys without one are believed. */
export function isProvenCopy(key: ObjectKey, bytes: Uint8Array): boolean {
  const digest = DIGEST.exec(key)?.[1];
  return digest === undefined || createHash('sha256').update(bytes).digest('hex') === digest;
}
