import { imageKey } from '../../core/backups/backup-key.ts';
import { TransientError } from '../../core/model/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { sha256 } from '../digest.ts';

/** Stores images by content; returns when every one is durable. Known contents cost one look-up. */
export async function backUp(store: ObjectStore, images: readonly Uint8Array[]): Promise<void> {
  for (const bytes of images) {
    const key = imageKey(sha256(bytes));
    if (!(await store.has(key))) await store.put(key, bytes);
  }
}

/** An image by its digest, proven to have it. Throws `TransientError` when the store lost or damaged it. */
export async function fetchImage(store: ObjectStore, digest: string): Promise<Uint8Array> {
  const bytes = await store.get(imageKey(digest));
  if (bytes === undefined) {
    throw new TransientError(
      `the backup holds no image ${digest.slice(0, 12)}`,
      'Look for it in another copy of the backups.',
    );
  }
  if (sha256(bytes) !== digest) {
    throw new TransientError(
      `the backup's image ${digest.slice(0, 12)} is damaged`,
      'Restore it from another copy of the backups.',
    );
  }
  return bytes;
}
