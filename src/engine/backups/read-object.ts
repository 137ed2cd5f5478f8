import { OperatingError } from '../../core/model/errors.ts';
import type { ObjectKey, ObjectStore } from '../../ports/object-store.ts';

export type ObjectReading =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  /** It is there, and what comes of it can't be used. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads an object and tells one that is damaged from a store that is away: then it throws what the store throws. */
export async function readObject(
  store: Pick<ObjectStore, 'get' | 'has'>,
  key: ObjectKey,
): Promise<ObjectReading> {
  try {
    const bytes = await store.get(key);
    return bytes === undefined ? { kind: 'absent' } : { kind: 'bytes', bytes };
  } catch (failure) {
    if (!(failure instanceof OperatingError) || !(await store.has(key))) throw failure;
    return { kind: 'unreadable', reason: failure.message };
  }
}
