import type { ObjectKey, ObjectStore } from '../../ports/object-store.ts';
import { assertObjectKey, folderOfPrefix } from './object-key.ts';

/** The part of a store below `folder`, whose keys are seen without it; nothing else in the store can be reached. */
export function createPrefixedObjectStore(store: ObjectStore, folder: ObjectKey): ObjectStore {
  assertObjectKey(folder);
  const inside = (key: ObjectKey): ObjectKey => {
    assertObjectKey(key);
    return `${folder}/${key}`;
  };
  return {
    put: async (key, bytes) => store.put(inside(key), bytes),
    get: async (key) => store.get(inside(key)),
    has: async (key) => store.has(inside(key)),
    list: async (prefix) => {
      folderOfPrefix(prefix);
      const keys = await store.list(`${folder}/${prefix}`);
      return keys.map((key) => key.slice(folder.length + 1));
    },
    delete: async (key) => store.delete(inside(key)),
  };
}
