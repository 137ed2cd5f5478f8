import type { BackedUpImage } from '../../core/backups/backup-manifest.ts';
import type { FileMeta, FolderOwned } from '../../core/model/live-file.ts';

const NEW_FILE_MODE = 0o644;

/** Without the bits that no configuration file needs, such as set-user-id. Undefined: of a file that is created. */
export function backedUpRights(
  meta: FileMeta | FolderOwned | undefined,
): Pick<BackedUpImage, 'mode' | 'owner'> {
  if (meta === undefined) return { mode: NEW_FILE_MODE, owner: null };
  const mode = meta.mode & 0o777;
  return 'owner' in meta ? { mode, owner: null } : { mode, owner: { uid: meta.uid, gid: meta.gid } };
}

/** What a file that is brought back gets. */
export function rightsOf({ mode, owner }: Pick<BackedUpImage, 'mode' | 'owner'>): FileMeta | FolderOwned {
  return owner === null ? { mode, owner: 'folder' } : { mode, ...owner };
}
