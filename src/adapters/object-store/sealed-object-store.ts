import { MistakeError, type OperatingError, TransientError } from '../../core/model/errors.ts';
import type { Secret } from '../../core/model/secret.ts';
import type { ObjectKey, ObjectStore } from '../../ports/object-store.ts';
import { createSeal, isSealed, type Opened, type Seal } from './seal.ts';

/**
 * Encrypts what goes into the store below, and opens what comes out. Keys stay readable. Throws `MistakeError` for an
 * object of another key or without encryption, `TransientError` for one that was tampered with.
 */
export function createSealedObjectStore(store: ObjectStore, secret: Secret<string>): ObjectStore {
  let made: Seal | undefined;
  // Stretching the secret takes a while, which a command that reads nothing should not wait for.
  const seal = (): Seal => {
    made ??= createSeal(secret);
    return made;
  };
  return {
    ...store,
    put: async (key, bytes) => store.put(key, seal().seal(key, bytes)),
    get: async (key) => {
      const sealed = await store.get(key);
      return sealed === undefined ? undefined : bytesOf(seal().open(key, sealed), key);
    },
  };
}

/** For a store without encryption: an object that was encrypted is refused instead of taken for its content. */
export function createUnsealedObjectStore(store: ObjectStore): ObjectStore {
  return {
    ...store,
    get: async (key) => {
      const bytes = await store.get(key);
      if (bytes !== undefined && isSealed(bytes)) throw noKey(key);
      return bytes;
    },
  };
}

function bytesOf(opened: Opened, key: ObjectKey): Uint8Array {
  if (opened.kind === 'opened') return opened.bytes;
  throw refusal(opened.kind, key);
}

function refusal(kind: Exclude<Opened['kind'], 'opened'>, key: ObjectKey): OperatingError {
  switch (kind) {
    case 'not-sealed':
      return new MistakeError(
        `The object ${key} in the store is not encrypted, and \`store.encryptionKey\` asks for it.`,
        'If it was put there before encryption was turned on, read it with settings without `encryptionKey`.',
      );
    case 'newer-version':
      return new MistakeError(
        `The object ${key} in the store was encrypted by a newer homeamp.`,
        'Use that version, or a later one.',
      );
    case 'other-key':
      return new MistakeError(
        `The object ${key} in the store was encrypted with another key than \`store.encryptionKey\` gives.`,
        'Put the key there that was in use when the object was written.',
      );
    case 'damaged':
      return new TransientError(
        `The object ${key} in the store is damaged: it was changed after it was encrypted.`,
        'Restore it from another copy of the bucket, and look at who may write there.',
      );
  }
}

function noKey(key: ObjectKey): MistakeError {
  return new MistakeError(
    `The object ${key} in the store is encrypted, and no key is given.`,
    'Name the key with `store.encryptionKey`.',
  );
}
