import { createHmac, createSecretKey } from 'node:crypto';
import type { Fingerprint } from '../../core/model/applied-record.ts';
import type { Fingerprints } from '../../ports/state-store.ts';

const FINGERPRINT_BYTES = 16;
const MAX_REMEMBERED = 200_000;
const MAX_REMEMBERED_LENGTH = 256;

/** Remembers the fingerprints of short texts, since most values are the same on all instances. */
export function createFingerprints(hostKey: Uint8Array): Fingerprints {
  const key = createSecretKey(hostKey);
  const known = new Map<string, Fingerprint>();
  const compute = (text: string): Fingerprint =>
    createHmac('sha256', key).update(text).digest().toString('hex', 0, FINGERPRINT_BYTES) as Fingerprint;
  return {
    of(text) {
      if (text.length > MAX_REMEMBERED_LENGTH) return compute(text);
      const remembered = known.get(text);
      if (remembered !== undefined) return remembered;
      const made = compute(text);
      if (known.size === MAX_REMEMBERED) known.clear();
      known.set(text, made);
      return made;
    },
  };
}
