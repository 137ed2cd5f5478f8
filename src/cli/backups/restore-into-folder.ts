import { join } from 'node:path';
import { fetchImageAnywhere } from '../../engine/backups/backup-places.ts';
import { chooseImages, type RestoreChoice } from '../../engine/backups/plan-restore.ts';
import type { ReadSet } from './find-sets.ts';
import type { OpenedBackups } from './open-backups.ts';
import { prepareFolder, writeIntoFolder } from './write-folder.ts';

export interface FolderOrder {
  readonly sets: readonly ReadSet[];
  readonly choice: RestoreChoice;
  /** A new or empty folder; each instance gets one of its own in it. */
  readonly to: string;
}

export interface WrittenSet {
  readonly id: null;
  readonly of: string;
  readonly instance: string;
  /** As they lie below the folder. */
  readonly files: readonly string[];
}

/** Writes the files of sets below a folder, every image proven by its digest first. */
export async function restoreIntoFolder(
  { places }: OpenedBackups,
  { sets, choice, to }: FolderOrder,
): Promise<readonly WrittenSet[]> {
  const chosen = sets.map(({ manifest }) => ({ manifest, images: chooseImages(manifest, choice) }));
  prepareFolder(to);
  const written: WrittenSet[] = [];
  for (const { manifest, images } of chosen) {
    const [, name = ''] = manifest.instance.split('/');
    const files: string[] = [];
    for (const { path, wanted } of images) {
      if (wanted === null) continue;
      const bytes = await fetchImageAnywhere(places, wanted.sha256);
      writeIntoFolder(to, { instance: name, path, bytes, mode: wanted.mode });
      files.push(join(name, path));
    }
    written.push({ id: null, of: manifest.id, instance: manifest.instance, files });
  }
  return written;
}
