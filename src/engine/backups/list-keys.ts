import { parseBackupKey } from '../../core/backups/backup-key.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { SetName } from './read-set.ts';

export interface ListedKeys {
  readonly sets: readonly SetName[];
  /** Digests of the images. */
  readonly images: ReadonlySet<string>;
}

/** Everything in a backup store that has a name of ours. */
export async function listKeys(store: Pick<ObjectStore, 'list'>): Promise<ListedKeys> {
  const keys = (await store.list('')).flatMap((key) => parseBackupKey(key) ?? []);
  return {
    sets: keys.flatMap((key) => (key.kind === 'set' ? [{ of: key.of, id: key.id }] : [])),
    images: new Set(keys.flatMap((key) => (key.kind === 'image' ? [key.sha256] : []))),
  };
}

/** The sets alone, which are few beside their images. */
export async function listSets(store: Pick<ObjectStore, 'list'>): Promise<readonly SetName[]> {
  const keys = [...(await store.list('runs/')), ...(await store.list('snapshots/'))];
  return keys.flatMap((key) => {
    const parsed = parseBackupKey(key);
    return parsed?.kind === 'set' ? [{ of: parsed.of, id: parsed.id }] : [];
  });
}
